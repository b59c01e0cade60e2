// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "protocols/wire/json.hpp"

#include <unicode/utf8.h>

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/error.hpp>
#include <boost/json/value_stack.hpp>
#include <cmath>
#include <limits>
#include <vector>

namespace fb::wire {
namespace {

namespace json = boost::json;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_without_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view view(json::string_view text) { return {text.data(), text.size()}; }

// Boost.JSON's own parser keeps the last of two members with one name. This one remembers the names
// of the objects that are still open and refuses the second.
class Handler {
 public:
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_key_size = json::string::max_size();
  static constexpr std::size_t max_string_size = json::string::max_size();

  bool duplicate_name() const { return duplicate_name_; }
  json::value release() { return stack_.release(); }

  bool on_document_begin(json::error_code&) {
    stack_.reset();
    return true;
  }
  bool on_document_end(json::error_code&) { return true; }

  bool on_object_begin(json::error_code&) {
    open_.push_back({names_.size(), text_.size()});
    return true;
  }
  bool on_object_end(std::size_t size, json::error_code& ec) {
    const OpenObject object = open_.back();
    open_.pop_back();
    if (has_duplicate(object.first_name)) {
      duplicate_name_ = true;
      ec = json::error::syntax;
      return false;
    }
    names_.resize(object.first_name);
    text_.resize(object.text_begin);
    stack_.push_object(size);
    return true;
  }
  bool on_array_begin(json::error_code&) { return true; }
  bool on_array_end(std::size_t size, json::error_code&) {
    stack_.push_array(size);
    return true;
  }

  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    key_ += view(part);
    stack_.push_chars(part);
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    key_ += view(part);
    names_.push_back({text_.size(), key_.size()});
    text_ += key_;
    key_.clear();
    stack_.push_key(part);
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    stack_.push_chars(part);
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code&) {
    stack_.push_string(part);
    return true;
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, json::error_code&) {
    stack_.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, json::string_view, json::error_code&) {
    stack_.push_uint64(number);
    return true;
  }
  // Boost.JSON reads "0e381" as no number at all; nothing that is not finite is a JSON value.
  bool on_double(double number, json::string_view, json::error_code& failed) {
    if (!std::isfinite(number)) {
      failed = json::error::exponent_overflow;
      return false;
    }
    stack_.push_double(number);
    return true;
  }
  bool on_bool(bool truth, json::error_code&) {
    stack_.push_bool(truth);
    return true;
  }
  bool on_null(json::error_code&) {
    stack_.push_null();
    return true;
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  struct Name {
    std::size_t offset = 0;  // in text_
    std::size_t size = 0;
  };
  struct OpenObject {
    std::size_t first_name;  // in names_
    std::size_t text_begin;  // in text_
  };

  std::string_view text_of(const Name& name) const {
    return std::string_view(text_).substr(name.offset, name.size);
  }

  bool has_duplicate(std::size_t first_name) {
    const auto begin = names_.begin() + static_cast<std::ptrdiff_t>(first_name);
    std::sort(begin, names_.end(),
              [this](const Name& a, const Name& b) { return text_of(a) < text_of(b); });
    return std::adjacent_find(begin, names_.end(), [this](const Name& a, const Name& b) {
             return text_of(a) == text_of(b);
           }) != names_.end();
  }

  json::value_stack stack_;
  std::string key_;   // of the member that is being read
  std::string text_;  // the names of all open objects, one behind the other
  std::vector<Name> names_;
  std::vector<OpenObject> open_;
  bool duplicate_name_ = false;
};

model::Error broken(std::string detail) {
  return model::Error::of(model::ErrorKind::malformed_request, std::move(detail));
}

void append_escape(unsigned char c, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      out += "\\u00";
      out += kHex[c >> 4];
      out += kHex[c & 15];
  }
}

}  // namespace

model::Result<json::value> parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes_max) {
    return broken("the JSON text is longer than " + std::to_string(limits.bytes_max) + " bytes");
  }
  json::parse_options options;
  options.max_depth = limits.depth_max;
  json::basic_parser<Handler> parser(options);
  json::error_code ec;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), ec);
  if (parser.handler().duplicate_name()) return broken("a JSON object names a member twice");
  if (ec == json::error::too_deep) {
    return broken("the JSON text is nested deeper than " + std::to_string(limits.depth_max));
  }
  if (ec) return broken("this is not valid JSON: " + ec.message());
  if (read != text.size()) return broken("text follows after the JSON value");
  return parser.handler().release();
}

const json::value* member(const json::value& object, std::string_view name) {
  const json::object* const members = object.if_object();
  if (members == nullptr) return nullptr;
  if (const json::value* const exact = members->if_contains(name)) return exact;
  const auto found = std::find_if(members->begin(), members->end(), [&](const auto& entry) {
    return equal_without_case(view(entry.key()), name);
  });
  return found == members->end() ? nullptr : &found->value();
}

std::string_view text_member(const json::value& object, std::string_view name) {
  const json::value* const found = member(object, name);
  const json::string* const text = found == nullptr ? nullptr : found->if_string();
  return text == nullptr ? std::string_view() : std::string_view(text->data(), text->size());
}

void append_json_string(std::string_view text, std::string& out) {
  out += '"';
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  std::size_t i = 0;
  while (i < text.size()) {
    const unsigned char c = bytes[i];
    if (c < 0x80) {
      if (c < 0x20 || c == '"' || c == '\\' || c == 0x7f) {
        append_escape(c, out);
      } else {
        out += static_cast<char>(c);
      }
      ++i;
      continue;
    }
    const std::size_t begin = i;
    UChar32 code_point = 0;
    U8_NEXT(bytes, i, text.size(), code_point);
    if (code_point < 0) {
      out += "\xEF\xBF\xBD";
    } else {
      out += text.substr(begin, i - begin);
    }
  }
  out += '"';
}

}  // namespace fb::wire
