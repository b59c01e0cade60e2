// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/toml_writer.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <vector>

namespace fb::config {
namespace {

// What names an object stands first, in this order.
constexpr std::array<std::string_view, 9> kFirstKeys{
    "name",    "authority",   "tenant_id",        "cloud",        "kind",
    "address", "forest_name", "external_address", "target_tenant"};

struct Member {
  std::string_view key;
  const toml::node* value;
};

std::size_t rank(std::string_view key) {
  return static_cast<std::size_t>(std::find(kFirstKeys.begin(), kFirstKeys.end(), key) -
                                  kFirstKeys.begin());
}

bool is_list_of_tables(const toml::node& node) {
  const toml::array* list = node.as_array();
  return list != nullptr && !list->empty() &&
         std::all_of(list->begin(), list->end(),
                     [](const toml::node& entry) { return entry.is_table(); });
}

std::vector<Member> in_order(const toml::table& table) {
  std::vector<Member> members;
  members.reserve(table.size());
  for (const auto& [key, value] : table) members.push_back({key.str(), &value});
  // The table itself is in the order of the names.
  std::stable_sort(members.begin(), members.end(),
                   [](const Member& a, const Member& b) { return rank(a.key) < rank(b.key); });
  return members;
}

void append_value(const toml::node& node, std::string& out);

void append_inline(const toml::table& table, std::string& out) {
  out += '{';
  std::string_view between = " ";
  for (const auto& [key, value] : in_order(table)) {
    out += between;
    append_toml_key(key, out);
    out += " = ";
    append_value(*value, out);
    between = ", ";
  }
  out += table.empty() ? "}" : " }";
}

void append_list(const toml::array& list, std::string& out) {
  out += '[';
  std::string_view between;
  for (const toml::node& entry : list) {
    out += between;
    append_value(entry, out);
    between = ", ";
  }
  out += ']';
}

// Dates and numbers with a fraction have no place in any file of ours; they are written so that the
// reader can say so.
void append_other(const toml::node& node, std::string& out) {
  std::ostringstream stream;
  node.visit([&](const auto& value) {
    if constexpr (toml::is_value<decltype(value)>) stream << value;
  });
  out += stream.str();
}

void append_value(const toml::node& node, std::string& out) {
  if (const toml::table* table = node.as_table()) {
    append_inline(*table, out);
  } else if (const toml::array* list = node.as_array()) {
    append_list(*list, out);
  } else if (const auto* text = node.as_string()) {
    append_toml_text(text->get(), out);
  } else if (const auto* flag = node.as_boolean()) {
    out += flag->get() ? "true" : "false";
  } else if (const auto* integer = node.as_integer()) {
    out += std::to_string(integer->get());
  } else {
    append_other(node, out);
  }
}

void append_header(std::string_view name, bool is_list, std::string& out) {
  out += is_list ? "[[" : "[";
  out += name;
  out += is_list ? "]]\n" : "]\n";
}

}  // namespace

void append_toml(const toml::table& table, std::string_view prefix, std::string& out) {
  const std::vector<Member> members = in_order(table);
  for (const auto& [key, value] : members) {
    if (value->is_table() || is_list_of_tables(*value)) continue;
    append_toml_key(key, out);
    out += " = ";
    append_value(*value, out);
    out += '\n';
  }
  for (const bool lists : {false, true}) {
    for (const auto& [key, value] : members) {
      if (lists ? !is_list_of_tables(*value) : !value->is_table()) continue;
      std::string name(prefix);
      if (!name.empty()) name += '.';
      append_toml_key(key, name);
      if (!lists) {
        append_header(name, false, out);
        append_toml(*value->as_table(), name, out);
        continue;
      }
      for (const toml::node& entry : *value->as_array()) {
        append_header(name, true, out);
        append_toml(*entry.as_table(), name, out);
      }
    }
  }
}

}  // namespace fb::config
