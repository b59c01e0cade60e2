// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/pictures.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "tools/freebusyctl/words.hpp"

namespace fb::freebusyctl {
namespace {

namespace json = boost::json;

bool is_list_of_objects(const json::value& value) {
  return value.is_array() && !value.get_array().empty() &&
         std::all_of(value.get_array().begin(), value.get_array().end(),
                     [](const json::value& entry) { return entry.is_object(); });
}

Table rows_of(const json::array& list) {
  Table table;
  for (const json::value& entry : list) {
    for (const auto& member : entry.get_object()) {
      const std::string key(member.key());
      if (std::find(table.columns.begin(), table.columns.end(), key) == table.columns.end()) {
        table.columns.push_back(key);
      }
    }
  }
  for (const json::value& entry : list) {
    std::vector<std::string> row;
    for (const std::string& column : table.columns) {
      row.push_back(cell_of(entry.get_object().if_contains(column)));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

// What is drawn of an object; tables in it are opened, their keys joined by dots.
struct Members {
  std::vector<std::pair<std::string, std::string>> values;
  std::vector<std::pair<std::string, const json::array*>> lists;
};

void collect(const json::object& object, const std::string& prefix, Members& members) {
  for (const auto& member : object) {
    const json::value& value = member.value();
    const std::string key = prefix + harmless(member.key());
    if (is_list_of_objects(value)) {
      members.lists.emplace_back(key, &value.get_array());
    } else if (value.is_object() && !value.get_object().empty()) {
      collect(value.get_object(), key + ".", members);
    } else if (value.is_array() && value.get_array().empty()) {
      members.values.emplace_back(key, "none");
    } else {
      members.values.emplace_back(key, harmless(cell_of(&value)));
    }
  }
}

}  // namespace

std::string cell_of(const json::value* value) {
  if (value == nullptr || value->is_null()) return {};
  if (value->is_string()) return std::string(value->get_string());
  if (!value->is_array()) return json::serialize(*value);
  std::string out;
  for (const json::value& entry : value->get_array()) {
    if (!out.empty()) out += ", ";
    out += cell_of(&entry);
  }
  return out;
}

std::string draw_members(const json::value& object, const Terminal& terminal) {
  if (!object.is_object()) return harmless(json::serialize(object)) + '\n';
  Members members;
  collect(object.get_object(), "", members);
  std::size_t width = 0;
  for (const auto& [key, value] : members.values) width = std::max(width, columns_of(key));
  std::string out;
  for (const auto& [key, value] : members.values) {
    out += coloured(key + ":", "1", terminal);
    if (!value.empty()) out += std::string(width + 1 - columns_of(key), ' ') + value;
    out += '\n';
  }
  for (const auto& [key, list] : members.lists) {
    if (!out.empty()) out += '\n';
    out += coloured(key, "1", terminal) + '\n' + draw(rows_of(*list), terminal);
  }
  return out;
}

Table table_of(const json::value& object) {
  if (!object.is_object()) return {};
  for (const auto& member : object.get_object()) {
    if (is_list_of_objects(member.value())) return rows_of(member.value().get_array());
    // An empty list of the one thing that the answer is about.
    if (member.value().is_array() && object.get_object().size() == 1) return {};
  }
  json::array one;
  one.push_back(object);
  return rows_of(one);
}

}  // namespace fb::freebusyctl
