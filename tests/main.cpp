// doctest's main. All tests are in one program, the same natively and as WebAssembly under Node.js:
// rizbin_tests --test-case="*convolution*" runs some of them.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
