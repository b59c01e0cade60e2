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
  std::size_t width = 0;
  for (const auto& member : object.get_object()) {
    if (!is_list_of_objects(member.value())) width = std::max(width, columns_of(member.key()));
  }
  std::string out;
  for (const auto& member : object.get_object()) {
    if (is_list_of_objects(member.value())) continue;
    const std::string key = harmless(member.key()) + ":";
    const std::string value = harmless(cell_of(&member.value()));
    out += coloured(key, "1", terminal);
    if (!value.empty()) {
      out.append(width + 2 - std::min(width + 1, columns_of(key)), ' ');
      out += value;
    }
    out += '\n';
  }
  for (const auto& member : object.get_object()) {
    if (!is_list_of_objects(member.value())) continue;
    if (!out.empty()) out += '\n';
    out += coloured(harmless(member.key()), "1", terminal) + '\n';
    out += draw(rows_of(member.value().get_array()), terminal);
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
