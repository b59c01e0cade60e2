// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>
#include <boost/json/serialize.hpp>
#include <set>

#include "protocols/wire/json.hpp"
#include "tools/freebusyctl/pictures.hpp"

namespace fb::freebusyctl {
namespace {

namespace json = boost::json;

constexpr std::string_view kGreen = "32";
constexpr std::string_view kRed = "31";
constexpr std::string_view kYellow = "33";
const json::object kNothing;

// One key that is not the same: what goes, what comes.
struct KeyChange {
  std::string key;
  std::vector<std::string> before;  // JSON; the entries that go, of a list
  std::vector<std::string> after;
  bool is_list = false;
};

const json::object& side(const json::value& difference, std::string_view name) {
  const json::value* const found = wire::member(difference, name);
  return found != nullptr && found->is_object() ? found->get_object() : kNothing;
}

bool has_side(const json::value& difference, std::string_view name) {
  const json::value* const found = wire::member(difference, name);
  return found != nullptr && found->is_object();
}

std::vector<std::string> entries_without(const json::array& list, const json::array& others) {
  std::vector<std::string> left;
  for (const json::value& entry : list) {
    if (std::find(others.begin(), others.end(), entry) == others.end()) {
      left.push_back(json::serialize(entry));
    }
  }
  return left;
}

void compare(const json::object& before, const json::object& after, const std::string& prefix,
             std::vector<KeyChange>& changes);

void compare_key(const std::string& key, const json::value* before, const json::value* after,
                 std::vector<KeyChange>& changes) {
  if (before != nullptr && after != nullptr && *before == *after) return;
  const bool no_list =
      (before != nullptr && !before->is_array()) || (after != nullptr && !after->is_array());
  const bool no_table =
      (before != nullptr && !before->is_object()) || (after != nullptr && !after->is_object());
  if (!no_table) {
    compare(before != nullptr ? before->get_object() : kNothing,
            after != nullptr ? after->get_object() : kNothing, key + '.', changes);
    return;
  }
  KeyChange change{key, {}, {}, !no_list};
  if (!no_list) {
    static const json::array kEmpty;
    const json::array& old_list = before != nullptr ? before->get_array() : kEmpty;
    const json::array& new_list = after != nullptr ? after->get_array() : kEmpty;
    change.before = entries_without(old_list, new_list);
    change.after = entries_without(new_list, old_list);
    // The order alone, or a list that is empty now: said whole.
    change.is_list = !change.before.empty() || !change.after.empty();
  }
  if (!change.is_list) {
    if (before != nullptr) change.before = {json::serialize(*before)};
    if (after != nullptr) change.after = {json::serialize(*after)};
  }
  changes.push_back(std::move(change));
}

void compare(const json::object& before, const json::object& after, const std::string& prefix,
             std::vector<KeyChange>& changes) {
  std::set<std::string> keys;
  for (const auto& member : before) keys.emplace(member.key());
  for (const auto& member : after) keys.emplace(member.key());
  for (const std::string& key : keys) {
    compare_key(prefix + key, before.if_contains(key), after.if_contains(key), changes);
  }
}

std::vector<KeyChange> changes_of(const json::value& difference) {
  std::vector<KeyChange> changes;
  compare(side(difference, "before"), side(difference, "after"), "", changes);
  return changes;
}

std::string name_of(const json::value& difference) {
  std::string name(wire::text_member(difference, "kind"));
  const std::string_view identity = wire::text_member(difference, "identity");
  const std::string_view tenant_name = wire::text_member(difference, "tenant_name");
  const std::string_view tenant = wire::text_member(difference, "tenant");
  if (!identity.empty() && identity != "-") name += " " + std::string(identity);
  const bool is_tenant = name == "tenant" || name == "partner";
  if (!tenant_name.empty()) name += (is_tenant ? " " : " of ") + std::string(tenant_name);
  if (!tenant.empty()) name += " (" + std::string(tenant) + ")";
  return harmless(name);
}

std::string line(char sign, std::string_view text, std::string_view colour, std::size_t indent,
                 const Terminal& terminal) {
  const std::string whole = std::string(1, sign) + ' ' + harmless(text);
  return std::string(indent, ' ') + coloured(whole, colour, terminal) + '\n';
}

std::string paragraph(const json::value& difference, const Terminal& terminal) {
  const bool was = has_side(difference, "before");
  const bool is = has_side(difference, "after");
  const char sign = was && is ? '~' : is ? '+' : '-';
  const std::string_view colour = was && is ? kYellow : is ? kGreen : kRed;
  std::string out = line(sign, name_of(difference), colour, 0, terminal);
  for (const KeyChange& change : changes_of(difference)) {
    std::size_t indent = 4;
    std::string begin = change.key + " = ";
    if (change.is_list) {
      out += "    " + harmless(change.key) + ":\n";
      indent = 6;
      begin.clear();
    }
    for (const std::string& text : change.before) {
      out += line('-', begin + text, kRed, indent, terminal);
    }
    for (const std::string& text : change.after) {
      out += line('+', begin + text, kGreen, indent, terminal);
    }
  }
  return out + '\n';
}

const json::array& differences_in(const json::value& answer) {
  static const json::array kNone;
  const json::value* const found = wire::member(answer, "differences");
  return found != nullptr && found->is_array() ? found->get_array() : kNone;
}

std::string listed(const std::vector<std::string>& entries) {
  std::string out;
  for (const std::string& entry : entries) out += (out.empty() ? "" : " ") + entry;
  return out;
}

}  // namespace

std::string draw_differences(const json::value& answer, const Terminal& terminal) {
  std::string out;
  std::size_t added = 0;
  std::size_t removed = 0;
  const json::array& differences = differences_in(answer);
  for (const json::value& difference : differences) {
    out += paragraph(difference, terminal);
    added += has_side(difference, "before") ? 0 : 1;
    removed += has_side(difference, "after") ? 0 : 1;
  }
  if (differences.empty()) {
    out += "Nothing to change.";
  } else {
    out += std::to_string(added) + " added, " +
           std::to_string(differences.size() - added - removed) + " changed, " +
           std::to_string(removed) + " removed.";
  }
  const json::value* const dry = wire::member(answer, "dry_run");
  if (dry != nullptr && dry->is_bool() && dry->get_bool()) {
    return out + " A dry run: nothing was done.\n";
  }
  const json::value* const revision = wire::member(answer, "revision");
  if (revision != nullptr) out += " Revision " + harmless(cell_of(revision)) + ".";
  return out + "\n";
}

Table table_of_differences(const json::value& answer) {
  Table table{{"kind", "tenant", "identity", "key", "before", "after"}, {}};
  for (const json::value& difference : differences_in(answer)) {
    const std::string kind(wire::text_member(difference, "kind"));
    const std::string tenant(wire::text_member(difference, "tenant"));
    const std::string identity(wire::text_member(difference, "identity"));
    for (const KeyChange& change : changes_of(difference)) {
      table.rows.push_back(
          {kind, tenant, identity, change.key, listed(change.before), listed(change.after)});
    }
  }
  return table;
}

}  // namespace fb::freebusyctl
