// The contract of a layer. One pair of files a kind; layers.cpp is the table. Everything here is for one sample, plain c h w, in
// readable loops: the reference that the batch kernels (engine/layers/kernels) must equal bit for bit.
//
// THE ORDER OF SUMS, part of the number format (float, round to nearest, no fused multiply-add, every chain starts at +0):
//   conv forward   acc = Σ x·w over c, ky, kx ascending, padding cells included as x = 0 (they cannot change the bits of finite
//                  sums: a chain from +0 never is −0); mean mode: acc ÷ n, a true division, n = c·kernel_h·kernel_w; then + bias.
//   dense forward  acc = Σ x·w over inputs ascending; then + bias.
//   conv d_in      Σ d_out·f over out channel, then out row, then out column ascending; f = w, in mean mode w ÷ n rounded first.
//   dense d_in     Σ d_out·w over outputs ascending.
//   conv d_weight  Σ d_out·x over out rows, then columns; a batch keeps 16 chains, one a lane (sample i is in lane i mod 16), each
//                  going on through the blocks in order, then the halving tree: lane l += lane l+8, l+4, l+2, l+1; mean mode: the
//                  total ÷ n. One sample alone is lane 0, so its plain sum has the same bits.
//   conv d_bias    Σ d_out likewise (same chains, same tree; never ÷ n).
//   dense d_weight Σ d_out·x over samples ascending; d_bias Σ d_out over samples ascending. No tree.
//   relu           y = x > 0 ? x : 0          d_in = x > 0 ? d_out : 0      (the same as asking y > 0)
//   tanh           d_in = d_out · (1 − y·y)
//   sigmoid        d_in = d_out · (y · (1 − y))
//   max_pool       the first cell of the window in reading order that no later one exceeds (v > best replaces);
//                  d_in = Σ d_out over the windows that this cell won, out rows then columns ascending.
//   mean_pool      (Σ x in reading order) ÷ (cells it has); d_in = Σ d_out·(1 ÷ cells), 1 ÷ cells rounded first, same order.
//   softmax        m = max z; e_i = exp(z_i − m); s = Σ e ascending; p_i = e_i ÷ s.
//   loss           engine/train/loss.h; the mean over a batch of N: d_votes of each sample ÷ N (true division), so that every
//                  gradient after it needs no further factor.
//
// Geometry: same padding puts (kernel − 1) ÷ 2 (rounded down) before and the rest after, whatever the stride;
// conv out = (in + padding − kernel) ÷ stride + 1. Pooling: out = ⌈(in − window) ÷ stride⌉ + 1, the last window dropped if it
// would begin outside; a window over the edge keeps what it has (7 → 4 → 2).
#pragma once
