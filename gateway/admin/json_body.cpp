// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/admin/json_body.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <utility>

#include "config/toml_text.hpp"
#include "gateway/registry/registry.hpp"
#include "protocols/wire/json.hpp"

namespace fb::admin {
namespace {

namespace json = boost::json;

class TomlWriter {
 public:
  explicit TomlWriter(bool null_is_empty) : null_is_empty_(null_is_empty) {}

  Checked<std::string> write(const json::object& body) {
    for (const auto& [key, value] : body) {
      append_member(key, value, 1);
      out_ += '\n';
      if (trouble_) return refusal(Code::malformed, std::move(*trouble_));
    }
    if (out_.size() > registry::kObjectBytesMax) {
      return refusal(Code::too_large, "the body of an object has at most " +
                                          std::to_string(registry::kObjectBytesMax) + " bytes");
    }
    return std::move(out_);
  }

 private:
  void append_member(std::string_view key, const json::value& value, std::size_t depth) {
    if (key.size() > kKeyBytesMax) return fail("a key is too long");
    config::append_toml_key(key, out_);
    out_ += " = ";
    append_value(value, depth, depth == 1);
  }

  void append_value(const json::value& value, std::size_t depth, bool at_top) {
    if (depth > kBodyDepthMax) return fail("the body is nested too deeply");
    switch (value.kind()) {
      case json::kind::null:
        if (!null_is_empty_ || !at_top) {
          return fail("null has a meaning only as the value of a key that a change takes out");
        }
        out_ += "\"\"";
        return;
      case json::kind::bool_:
        out_ += value.get_bool() ? "true" : "false";
        return;
      case json::kind::int64:
        out_ += std::to_string(value.get_int64());
        return;
      case json::kind::uint64:
        return fail("a number is too big");
      case json::kind::double_:
        return fail("a number is not a whole one");
      case json::kind::string:
        config::append_toml_text(value.get_string(), out_);
        return;
      case json::kind::array:
        append_array(value.get_array(), depth);
        return;
      case json::kind::object:
        append_table(value.get_object(), depth);
        return;
    }
  }

  void append_array(const json::array& array, std::size_t depth) {
    out_ += '[';
    bool first = true;
    for (const json::value& element : array) {
      if (!std::exchange(first, false)) out_ += ", ";
      append_value(element, depth + 1, false);
    }
    out_ += ']';
  }

  void append_table(const json::object& object, std::size_t depth) {
    out_ += '{';
    bool first = true;
    for (const auto& [key, value] : object) {
      if (!std::exchange(first, false)) out_ += ", ";
      append_member(key, value, depth + 1);
    }
    out_ += '}';
  }

  void fail(std::string sentence) {
    if (!trouble_) trouble_ = std::move(sentence);
  }

  const bool null_is_empty_;
  std::string out_;
  std::optional<std::string> trouble_;
};

}  // namespace

Checked<json::object> json_object_of(std::string_view text, std::size_t bytes_max) {
  wire::JsonLimits limits;
  limits.bytes_max = bytes_max;
  limits.depth_max = kRequestDepthMax;
  auto parsed = wire::parse_json(text, limits);
  if (!parsed || !parsed->is_object()) {
    return refusal(Code::malformed, "the body has to be a JSON object");
  }
  return std::move(parsed->get_object());
}

Checked<std::string> toml_of_body(const json::object& body) {
  return TomlWriter(false).write(body);
}

Checked<std::string> toml_of_patch(const json::object& patch) {
  return TomlWriter(true).write(patch);
}

}  // namespace fb::admin
