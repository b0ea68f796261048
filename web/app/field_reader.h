// Reads the fields of a JSON object one by one and names the first that is wrong.
#pragma once

#include <array>
#include <cmath>
#include <format>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

namespace rizbin {

using Json = nlohmann::ordered_json;

// Reads an object's fields one by one; the first bad one is the error. finish() refuses what nobody asked for.
class FieldReader {
 public:
  explicit FieldReader(const Json& object, std::string prefix = {}) : object_(object), prefix_(std::move(prefix)) {}

  // Integers written as 3 or 3.0.
  void integer(std::string_view name, int& out, bool required = true) {
    const Json* value = find(name, required);
    if (value == nullptr) return;
    const double v = value->is_number() ? value->get<double>() : std::numeric_limits<double>::quiet_NaN();
    if (!(v >= std::numeric_limits<int>::min() && v <= std::numeric_limits<int>::max()) || v != std::floor(v)) {
      refuse(name, "should be an integer");
      return;
    }
    out = static_cast<int>(v);
  }
  void number(std::string_view name, float& out, bool required = true) {
    const Json* value = find(name, required);
    if (value == nullptr) return;
    if (!value->is_number()) {
      refuse(name, "should be a number");
      return;
    }
    out = static_cast<float>(value->get<double>());
  }
  void seed(std::string_view name, std::uint64_t& out) {
    const Json* value = find(name, true);
    if (value == nullptr) return;
    if (!value->is_number_unsigned()) {
      refuse(name, "should be an integer of 0 or more");
      return;
    }
    out = value->get<std::uint64_t>();
  }
  void flag(std::string_view name, bool& out) {
    const Json* value = find(name, true);
    if (value == nullptr) return;
    if (!value->is_boolean()) {
      refuse(name, "should be true or false");
      return;
    }
    out = value->get<bool>();
  }
  void text(std::string_view name, std::string& out, bool required = true) {
    const Json* value = find(name, required);
    if (value == nullptr) return;
    if (!value->is_string()) {
      refuse(name, "should be a text");
      return;
    }
    out = value->get<std::string>();
  }
  // One word of two; out is the index.
  template <class Enum>
  void word(std::string_view name, std::array<std::string_view, 2> words, Enum& out, bool required = true) {
    std::string given;
    if (find(name, required) == nullptr) return;
    text(name, given);
    if (given == words[0]) {
      out = static_cast<Enum>(0);
    } else if (given == words[1]) {
      out = static_cast<Enum>(1);
    } else {
      refuse(name, std::format("should be \"{}\" or \"{}\"", words[0], words[1]));
    }
  }
  const Json* array(std::string_view name) {
    const Json* value = find(name, true);
    if (value != nullptr && !value->is_array()) {
      refuse(name, "should be a list");
      return nullptr;
    }
    return value;
  }
  void numbers(std::string_view name, std::vector<float>& out) {
    const Json* values = array(name);
    if (values == nullptr) return;
    for (std::size_t i = 0; i < values->size(); ++i) {
      if (!(*values)[i].is_number()) {
        refuse(std::format("{}[{}]", name, i), "should be a number");
        return;
      }
      out.push_back(static_cast<float>((*values)[i].get<double>()));
    }
  }
  [[nodiscard]] bool has(std::string_view name) const { return object_.contains(name); }

  void refuse(std::string_view name, std::string_view what) {
    if (failed_) return;
    failed_ = true;
    const std::string where = prefix_ + std::string(name);
    error_ = {.code = ErrorCode::bad_field, .where = where, .message = std::format("{} {}", where, what), .numbers = {}};
  }
  void adopt(const FieldReader& other) {
    if (!failed_ && other.failed_) {
      failed_ = true;
      error_ = other.error_;
    }
  }
  bool finish() {
    for (const auto& [key, value] : object_.items()) {
      bool asked = false;
      for (const std::string_view name : asked_) asked = asked || name == key;
      if (!asked) refuse(key, "is not a field of this command");
    }
    return !failed_;
  }
  [[nodiscard]] bool ok() const { return !failed_; }
  [[nodiscard]] const Error& error() const { return error_; }

  // Names must be literals: they are remembered.
  const Json* find(std::string_view name, bool required) {
    asked_.push_back(name);
    const auto it = object_.find(name);
    if (it != object_.end()) return &*it;
    if (required) refuse(name, "is missing");
    return nullptr;
  }

 private:
  const Json& object_;
  std::string prefix_;
  std::vector<std::string_view> asked_;
  bool failed_ = false;
  Error error_;
};

}  // namespace rizbin
