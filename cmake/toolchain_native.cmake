# clang 19 where it is called so, else the clang there is.
find_program(RIZBIN_CC NAMES clang-19 clang)
find_program(RIZBIN_CXX NAMES clang++-19 clang++)
find_program(RIZBIN_AR NAMES llvm-ar-19 llvm-ar ar)
find_program(RIZBIN_RANLIB NAMES llvm-ranlib-19 llvm-ranlib ranlib)
set(CMAKE_C_COMPILER "${RIZBIN_CC}")
set(CMAKE_CXX_COMPILER "${RIZBIN_CXX}")
set(CMAKE_AR "${RIZBIN_AR}" CACHE FILEPATH "")
set(CMAKE_RANLIB "${RIZBIN_RANLIB}" CACHE FILEPATH "")
