#include "engine/data/examples.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

namespace rizbin {
namespace {

std::vector<float> golden(const std::string& name) {
  std::ifstream file(std::string(RIZBIN_SOURCE_DIR) + "/tests/golden/" + name);
  std::vector<float> values;
  for (std::string row; std::getline(file, row);) {
    std::istringstream cells(row);
    for (std::string cell; std::getline(cells, cell, ',');) values.push_back(std::stof(cell));
  }
  return values;
}

int agreeing(const std::vector<float>& a, const std::vector<float>& b) {
  int same = 0;
  for (std::size_t i = 0; i < a.size(); ++i) same += a[i] == b[i] ? 1 : 0;
  return same;
}

TEST_CASE("the lecture's X and tilted X are the slides' tables") {
  CHECK(picture_of(*find_example("x")) == golden("x_9x9.csv"));
  CHECK(picture_of(*find_example("x_tilted")) == golden("x_tilted_9x9.csv"));
  CHECK(81 - agreeing(picture_of(*find_example("x")), picture_of(*find_example("x_tilted"))) == 16);
}

TEST_CASE("the other pictures agree with the X in as many pixels as the course says") {
  const std::vector<float> x = picture_of(*find_example("x"));
  CHECK(agreeing(x, picture_of(*find_example("x_small"))) == 77);
  CHECK(agreeing(x, picture_of(*find_example("x_shifted"))) == 69);
  CHECK(agreeing(x, picture_of(*find_example("x_thick"))) == 61);
  CHECK(agreeing(x, picture_of(*find_example("o"))) == 60);
}

TEST_CASE("every picture is 81 pixels of ink and paper, five of each letter") {
  int letters[2] = {0, 0};
  for (const Example& example : examples()) {
    CAPTURE(example.name);
    REQUIRE(example.rows.size() == 81);
    CHECK(std::ranges::all_of(example.rows, [](char c) { return c == '#' || c == '.'; }));
    ++letters[example.label];
    CHECK((example.label == 0) == example.name.starts_with('x'));
  }
  CHECK(letters[0] == 5);
  CHECK(letters[1] == 5);
  CHECK(find_example("z") == nullptr);
}

}  // namespace
}  // namespace rizbin
