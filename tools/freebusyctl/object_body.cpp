// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/object_body.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <optional>

#include "config/syntax.hpp"
#include "protocols/wire/json.hpp"
#include "tools/freebusyctl/words.hpp"

namespace fb::freebusyctl {
namespace {

namespace json = boost::json;
using model::Result;

enum class Change : std::uint8_t { whole, patch };

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

bool is_nothing(std::string_view text) {
  return text.empty() || config::ascii_lower(text) == "$null";
}

std::optional<bool> boolean(std::string_view text) {
  std::string word = config::ascii_lower(text);
  if (word.starts_with('$')) word.erase(0, 1);
  if (word == "true") return true;
  if (word == "false") return false;
  return std::nullopt;
}

json::array texts(std::string_view commas) {
  json::array list;
  for (const std::string& part : split(commas, ',')) {
    std::string_view text = trimmed(part);
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
        text.back() == text.front()) {
      text = text.substr(1, text.size() - 2);
    }
    if (!text.empty()) list.emplace_back(std::string(text));
  }
  return list;
}

void append(json::array more, json::array& list) {
  for (json::value& value : more) list.push_back(std::move(value));
}

// What a list option says in all: the list itself, or what comes and what goes.
struct ListChange {
  json::array whole;
  json::array add;
  json::array remove;
  bool has_whole = false;
};

// "@{Add="a"; Remove="b"}" without its braces, or "add=a,b". False: it is neither.
bool take_step(std::string_view step, ListChange& change) {
  const std::size_t equals = step.find('=');
  const std::string verb = config::ascii_lower(trimmed(step.substr(0, equals)));
  if (equals == std::string_view::npos || (verb != "add" && verb != "remove")) return false;
  append(texts(step.substr(equals + 1)), verb == "add" ? change.add : change.remove);
  return true;
}

bool take_written(std::string_view written, ListChange& change) {
  if (written.starts_with("@{") && written.ends_with('}')) {
    for (const std::string& step : split(written.substr(2, written.size() - 3), ';')) {
      if (!trimmed(step).empty() && !take_step(step, change)) return false;
    }
    return true;
  }
  if (take_step(written, change)) return true;
  change.has_whole = true;
  if (!is_nothing(written)) append(texts(written), change.whole);
  return true;
}

Result<json::value> list_value(const Option& option, const std::vector<std::string>& written,
                               Change kind) {
  const std::string name = "--" + std::string(option.name);
  ListChange change;
  for (const std::string& one : written) {
    if (!take_written(one, change)) {
      return config::mistake(name + ": between @{ and } stand Add=... and Remove=...");
    }
  }
  if (change.add.empty() && change.remove.empty()) {
    if (kind == Change::patch && change.whole.empty()) return json::value(nullptr);
    return json::value(std::move(change.whole));
  }
  if (kind == Change::whole) {
    return config::mistake(name + ": add= and remove= belong to set");
  }
  if (change.has_whole) {
    return config::mistake(name + ": give the whole list, or what to add= and to remove=");
  }
  json::object steps;
  if (!change.add.empty()) steps["add"] = std::move(change.add);
  if (!change.remove.empty()) steps["remove"] = std::move(change.remove);
  return json::value(std::move(steps));
}

// Null: the key is to go, or to be left out.
Result<json::value> value_of(const Option& option, const std::vector<std::string>& written,
                             Change kind) {
  if (option.value == Value::list) return list_value(option, written, kind);
  const std::string& text = written.back();
  if (is_nothing(text)) return json::value(nullptr);
  if (option.value == Value::boolean) {
    if (const auto flag = boolean(text)) return json::value(*flag);
    return config::mistake("--" + std::string(option.name) + ": write $true or $false");
  }
  return json::value(text);
}

// The value behind --set KEY=.
Result<json::value> free_value(std::string_view text) {
  if (is_nothing(text)) return json::value(nullptr);
  if (const auto flag = boolean(text)) return json::value(*flag);
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed == std::errc() && end == text.data() + text.size()) return json::value(number);
  if (text.front() != '[' && text.front() != '{' && text.front() != '"') {
    return json::value(std::string(text));
  }
  auto parsed = wire::parse_json(text);
  if (!parsed) return config::mistake("--set: what begins with [, { or \" has to be JSON");
  return parsed;
}

// What a list within a table is after the change.
Result<json::array> changed_list(const json::value* list, const json::object& change,
                                 std::string_view key) {
  json::array entries = list != nullptr && list->is_array() ? list->get_array() : json::array();
  const auto place = [&](const json::value& entry) {
    return std::find(entries.begin(), entries.end(), entry);
  };
  if (const json::value* removed = change.if_contains("remove")) {
    for (const json::value& entry : removed->get_array()) {
      if (place(entry) == entries.end()) {
        return config::mistake(std::string(key) + " does not have " + json::serialize(entry));
      }
      entries.erase(place(entry));
    }
  }
  if (const json::value* added = change.if_contains("add")) {
    for (const json::value& entry : added->get_array()) {
      if (place(entry) != entries.end()) {
        return config::mistake(std::string(key) + " has " + json::serialize(entry) + " already");
      }
      entries.push_back(entry);
    }
  }
  return entries;
}

// Takes keys with their values, one after the other.
class Body {
 public:
  Body(Change kind, const json::object& current) : kind_(kind), current_(current) {}

  Result<bool> put(std::string_view key, json::value value, bool is_list) {
    for (const std::string& other : written_) {
      if (is_same_or_inside(key, other) || is_same_or_inside(other, key)) {
        return config::mistake("--set: " + std::string(key) + " is given twice");
      }
    }
    written_.emplace_back(key);
    const std::size_t dot = key.find('.');
    if (dot == std::string_view::npos) {
      if (kind_ == Change::patch || !value.is_null()) body_[key] = std::move(value);
      return true;
    }
    if (kind_ == Change::whole && value.is_null()) return true;
    return put_inside(key, std::move(value), is_list);
  }

  json::object take() { return std::move(body_); }

 private:
  static bool is_same_or_inside(std::string_view key, std::string_view other) {
    return key.starts_with(other) && (key.size() == other.size() || key[other.size()] == '.');
  }

  Result<bool> put_inside(std::string_view key, json::value value, bool is_list) {
    const std::vector<std::string> path = split(key, '.');
    if (!body_.contains(path.front())) {
      const json::value* const there = current_.if_contains(path.front());
      body_[path.front()] = there == nullptr ? json::value(json::object()) : *there;
    }
    json::object* table = &body_;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
      json::value& next = (*table)[path[i]];
      if (next.is_null()) next = json::object();
      if (!next.is_object())
        return config::mistake(std::string(key) + ": " + path[i] + " is no table");
      table = &next.get_object();
    }
    if (value.is_null()) {
      table->erase(path.back());
      return true;
    }
    if (is_list && value.is_object()) {
      auto list = changed_list(table->if_contains(path.back()), value.get_object(), key);
      if (!list) return list.error();
      value = *std::move(list);
    }
    (*table)[path.back()] = std::move(value);
    return true;
  }

  const Change kind_;
  const json::object& current_;
  json::object body_;
  std::vector<std::string> written_;
};

Result<bool> put_free(std::string_view written, Body& body) {
  const std::size_t equals = written.find('=');
  const std::string_view key = written.substr(0, equals);
  const bool good = std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  });
  if (equals == std::string_view::npos || key.empty() || !good || key.starts_with('.') ||
      key.ends_with('.') || key.find("..") != std::string_view::npos) {
    return config::mistake("--set: write KEY=VALUE with a key of the federation file");
  }
  auto value = free_value(written.substr(equals + 1));
  if (!value) return value.error();
  return body.put(key, *std::move(value), false);
}

Result<json::object> body_of(const Noun& noun, const Values& values, Change kind,
                             const json::object& current) {
  Body body(kind, current);
  for (const Option& option : noun.parameters) {
    if (!values.has(option.name)) continue;
    auto value = value_of(option, values.all(option.name), kind);
    if (!value) return value.error();
    const auto done = body.put(option.key, *std::move(value), option.value == Value::list);
    if (!done) return done.error();
  }
  for (const std::string& written : values.all("set")) {
    const auto done = put_free(written, body);
    if (!done) return done.error();
  }
  return body.take();
}

}  // namespace

Result<json::object> new_body(const Noun& noun, const Values& values) {
  const json::object nothing;
  return body_of(noun, values, Change::whole, nothing);
}

bool changes_inside_table(const Noun& noun, const Values& values) {
  for (const Option& option : noun.parameters) {
    if (values.has(option.name) && option.key.find('.') != std::string_view::npos) return true;
  }
  const auto& free = values.all("set");
  return std::any_of(free.begin(), free.end(), [](std::string_view written) {
    return written.substr(0, written.find('=')).find('.') != std::string_view::npos;
  });
}

Result<json::object> changed_body(const Noun& noun, const Values& values,
                                  const json::object& current) {
  auto body = body_of(noun, values, Change::patch, current);
  if (body && body->empty()) return config::mistake("Nothing to change: no key is given");
  return body;
}

}  // namespace fb::freebusyctl
