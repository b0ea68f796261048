// See golden.h.
#include "tests/engine/golden.h"

#include <doctest/doctest.h>

#include <charconv>

namespace rizbin::golden {
namespace {

struct File {
  std::string_view name;
  std::string_view text;
};

constexpr char k_conv_diagonal[] = {
#embed "../golden/conv_diagonal.csv"
};
constexpr char k_conv_cross[] = {
#embed "../golden/conv_cross.csv"
};
constexpr char k_conv_anti_diagonal[] = {
#embed "../golden/conv_anti_diagonal.csv"
};
constexpr char k_feature_diagonal[] = {
#embed "../golden/feature_diagonal.csv"
};
constexpr char k_feature_cross[] = {
#embed "../golden/feature_cross.csv"
};
constexpr char k_feature_anti_diagonal[] = {
#embed "../golden/feature_anti_diagonal.csv"
};
constexpr char k_pool_diagonal[] = {
#embed "../golden/pool_diagonal.csv"
};
constexpr char k_pool_cross[] = {
#embed "../golden/pool_cross.csv"
};
constexpr char k_pool_anti_diagonal[] = {
#embed "../golden/pool_anti_diagonal.csv"
};
constexpr char k_relu_diagonal[] = {
#embed "../golden/relu_diagonal.csv"
};
constexpr char k_relu_cross[] = {
#embed "../golden/relu_cross.csv"
};
constexpr char k_relu_anti_diagonal[] = {
#embed "../golden/relu_anti_diagonal.csv"
};
constexpr char k_votes_new_picture[] = {
#embed "../golden/votes_new_picture.csv"
};
constexpr char k_x_9x9[] = {
#embed "../golden/x_9x9.csv"
};
constexpr char k_x_tilted_9x9[] = {
#embed "../golden/x_tilted_9x9.csv"
};

#define RIZBIN_FILE(name) {#name, std::string_view(k_##name, sizeof k_##name)}

constexpr File kFiles[] = {
    RIZBIN_FILE(conv_diagonal),     RIZBIN_FILE(conv_cross),    RIZBIN_FILE(conv_anti_diagonal),
    RIZBIN_FILE(feature_diagonal),  RIZBIN_FILE(feature_cross), RIZBIN_FILE(feature_anti_diagonal),
    RIZBIN_FILE(pool_diagonal),     RIZBIN_FILE(pool_cross),    RIZBIN_FILE(pool_anti_diagonal),
    RIZBIN_FILE(relu_diagonal),     RIZBIN_FILE(relu_cross),    RIZBIN_FILE(relu_anti_diagonal),
    RIZBIN_FILE(votes_new_picture), RIZBIN_FILE(x_9x9),         RIZBIN_FILE(x_tilted_9x9),
};
#undef RIZBIN_FILE

int integer(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  REQUIRE(error == std::errc());
  REQUIRE(end == text.data() + text.size());
  return value;
}

Number number(std::string_view text) {
  if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
    return {integer(text.substr(0, slash)), integer(text.substr(slash + 1))};
  }
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return {integer(text), 1};
  int scale = 1;
  for (std::size_t i = point + 1; i < text.size(); ++i) scale *= 10;
  return {integer(text.substr(0, point)) * scale + integer(text.substr(point + 1)), scale};
}

}  // namespace

std::vector<Number> table(std::string_view name) {
  for (const File& file : kFiles) {
    if (file.name != name) continue;
    std::vector<Number> numbers;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= file.text.size(); ++i) {
      if (i < file.text.size() && file.text[i] != ',' && file.text[i] != '\n' && file.text[i] != '\r') continue;
      if (i > begin) numbers.push_back(number(file.text.substr(begin, i - begin)));
      begin = i + 1;
    }
    return numbers;
  }
  FAIL("no golden table of that name");
  return {};
}

std::vector<float> values(std::string_view name) {
  std::vector<float> values;
  for (const Number& number : table(name)) values.push_back(number.value());
  return values;
}

}  // namespace rizbin::golden
