// Where a number comes from: the one source of every card, room, receptive field, quiz question and spoken sentence.
// A value set by hand (LayerState::by_hand) is given; gradients through it are 0 (factor 0, chosen), routes and reach end at it.
// explain() says which inputs, weights and operation made an output; explain_gradient() the same for dL/d(that output);
// explain_weight_gradient() for dL/d(that parameter), a sum over all places where it was used.
// Doing the stated arithmetic in the stated order gives the explained number bit for bit (tested).
#pragma once

#include <optional>
#include <vector>

#include "engine/layers/spec.h"

namespace rizbin {

struct Snapshot;

enum class Operation : std::uint8_t {
  given,     // a pixel, or a value set by hand: no terms
  sum,       // Σ x·w + b            (conv, dense)
  mean,      // Σ x·w ÷ n + b        (conv in the lecture's mode; b may be absent)
  maximum,   // the largest of the terms' x; `winner` says which
  average,   // Σ x ÷ n              (mean pooling)
  gate,      // relu: x if x > 0 else 0; one term, factor = slope (0 or 1)
  curve,     // tanh, sigmoid: f(x); one term, factor = slope
  copy,      // flatten
  share,     // softmax: e^z_i ÷ Σ e^z ; terms hold z_j in x and e^(z_j − max) in product
  error,  // the gradient at a vote under cross-entropy, p − y: term 0 is p (factor 1), term 1 the label's y (factor −1; no cell)
};

// One addend (or one candidate of a maximum). For explain(): cell is the input, x its value, factor the weight (1 where there is
// none), product x × factor. For gradients: cell is the consumer whose gradient x flows back, factor the local slope
// (weight ÷ n, gate, 1 for the winner …), product = x × factor; a gate or a maximum chooses: product = x or exactly 0.
// For a weight's gradient: cell is the output whose gradient x is, input the cell that the weight was multiplied with there,
// factor that cell's value (bias: 1, no input), place the output's place.
struct Term {
  CellRef cell;
  CellRef input{-2, 0};  // a weight's gradient only; layer −2: none
  ParamRef param;  // layer −1: no parameter in this term
  float x = 0;
  float factor = 1;
  float product = 0;
  int row = 0;  // place inside the window: row, column, channel (dense: 0, 0, input index)
  int column = 0;
  int channel = 0;
  bool outside = false;  // in the zero padding: cell is meaningless, x = 0
};

struct Fraction {
  int numerator = 0;
  int denominator = 1;  // not reduced: 5/9, 3/9, 9/9 as in the lecture's tables
};

struct Explanation {
  Operation operation = Operation::given;
  CellRef cell;  // what is explained (layer −1 also for a parameter's gradient: see `param`)
  ParamRef param;
  std::vector<Term> terms;  // in the order they are added
  float sum = 0;  // Σ products before dividing and bias
  int divisor = 1;
  bool has_bias = false;
  float bias = 0;
  float result = 0;  // the number itself
  int window_h = 0;  // geometry of the window, for drawing (conv: kernel; pooling: window clipped at the edge)
  int window_w = 0;
  int channels = 1;
  int winner = -1;  // maximum: index into terms
  bool tie = false;  // maximum: another cell has the same value; the first in reading order won
  std::optional<Fraction> exact;  // where all inputs and weights are integers
};

// Layers are counted as in the snapshot; the number after the last one means the softmax (`probabilities`).
[[nodiscard]] Explanation explain(const Snapshot& snapshot, CellRef cell);
// operation: gate, curve or copy where one consumer of that kind takes the value, else sum (Σ products, also through pooling);
// at the votes error (cross-entropy) or sum over the classes (squared error); at the softmax given (dL/dp, no terms).
[[nodiscard]] Explanation explain_gradient(const Snapshot& snapshot, CellRef cell);
[[nodiscard]] Explanation explain_weight_gradient(const Snapshot& snapshot, ParamRef param);

// The chain-rule route with the largest share from a cell to the loss: each link the next cell and the local slope.
// steps[0] is the cell itself; the last is the class whose vote it reaches. factor = slope from this step to the next
// (the last one's factor is dL/dz = p − y for cross-entropy). stopped: the path ends early (closed gate, not the winner).
// "Largest": the product of slopes, its sign aside. Where no path is open the strongest links are followed to where they stop.
struct RouteStep {
  CellRef cell;
  float factor = 1;
  bool tie = false;
  bool stopped = false;
};
[[nodiscard]] std::vector<RouteStep> gradient_route(const Snapshot& snapshot, CellRef cell);

// A rectangle of cells of one layer's output, all channels in [c0, c1).
struct CellBox {
  int layer = -1;
  int c0 = 0, c1 = 0, y0 = 0, y1 = 0, x0 = 0, x1 = 0;
};
// Boxes of everything upstream that can change the cell, nearest layer first, ending at the picture; a value set by hand has none,
// and where all that feeds the cell is set by hand the boxes end there.
[[nodiscard]] std::vector<CellBox> receptive_field(const Snapshot& snapshot, CellRef cell);
// The path forward to the votes: the cells whose value this one actually reaches now (through open gates and as the winner),
// the nearest layer first, in order, without the cell itself.
[[nodiscard]] std::vector<CellRef> forward_reach(const Snapshot& snapshot, CellRef cell);

}  // namespace rizbin
