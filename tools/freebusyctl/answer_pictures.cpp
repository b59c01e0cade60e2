// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/answer_pictures.hpp"

#include <boost/json/serialize.hpp>

#include "protocols/wire/json.hpp"
#include "tools/freebusyctl/pictures.hpp"
#include "tools/freebusyctl/words.hpp"

namespace fb::freebusyctl {
namespace {

namespace json = boost::json;

// Beside the identity, a list shows so many keys of an object; CSV has them all.
constexpr std::size_t kListedKeys = 5;

const json::array& list_in(const json::value& answer, std::string_view name) {
  static const json::array kNone;
  const json::value* const found = wire::member(answer, name);
  return found != nullptr && found->is_array() ? found->get_array() : kNone;
}

std::int64_t number_in(const json::value& answer, std::string_view name) {
  const json::value* const found = wire::member(answer, name);
  return found != nullptr && found->is_int64() ? found->get_int64() : 0;
}

std::string member_cell(const json::value& object, std::string_view name) {
  return cell_of(wire::member(object, name));
}

// The value behind a key with dots.
const json::value* at_key(const json::value& body, std::string_view key) {
  const json::value* value = &body;
  for (const std::string& part : split(key, '.')) {
    value = value->is_object() ? value->get_object().if_contains(part) : nullptr;
    if (value == nullptr) return nullptr;
  }
  return value;
}

bool is_identity(const Noun& noun, const Option& option) {
  for (const std::string_view name : noun.identity) {
    if (name == option.name) return true;
  }
  return false;
}

// For people: by the tenant's name, without what no object has.
enum class Listing : std::uint8_t { drawn, whole };

Table table_of_objects(const Noun& noun, const json::value& answer, Listing listing) {
  const bool whole = listing == Listing::whole;
  const bool named = !noun.is_tenant && !noun.identity.empty();
  Table table;
  std::vector<std::string_view> keys;
  for (const Option& option : noun.parameters) {
    if (is_identity(noun, option)) continue;
    if (whole || keys.size() < kListedKeys) keys.push_back(option.key);
  }
  std::vector<std::string_view> facts;
  if (named) facts.emplace_back("identity");
  if (noun.is_tenant || whole) facts.emplace_back("tenant");
  if (!noun.is_tenant) facts.emplace_back("tenant_name");
  table.columns.assign(facts.begin(), facts.end());
  table.columns.insert(table.columns.end(), keys.begin(), keys.end());
  table.columns.insert(table.columns.end(), {"revision", "origin"});
  for (const json::value& object : list_in(answer, "objects")) {
    std::vector<std::string> row;
    for (const std::string_view fact : facts) row.push_back(member_cell(object, fact));
    const json::value* const body = wire::member(object, "body");
    for (const std::string_view key : keys) {
      row.push_back(body == nullptr ? std::string() : cell_of(at_key(*body, key)));
    }
    row.push_back(member_cell(object, "revision"));
    row.push_back(member_cell(object, "origin"));
    table.rows.push_back(std::move(row));
  }
  return whole || table.rows.empty() ? table : without_empty_columns(table);
}

// The object's own facts, then its body.
std::string draw_object(const json::value& object, const Terminal& terminal) {
  json::object flat;
  for (const auto& member : object.get_object()) {
    if (member.key() != "body") flat.emplace(member.key(), member.value());
  }
  std::string out = draw_members(flat, terminal);
  const json::value* const body = wire::member(object, "body");
  if (body != nullptr) out += '\n' + draw_members(*body, terminal);
  return out;
}

// How many there are of each, then what they are.
std::string draw_import_report(const json::value& report, const Terminal& terminal) {
  json::object counts = report.get_object();
  counts.erase("differences");
  counts.erase("dry_run");
  return draw_members(counts, terminal) + '\n' + draw_differences(report, terminal);
}

Table table_of_history(const json::value& answer) {
  Table table{{"revision", "at", "actor", "via", "verb", "kind", "tenant", "identity"}, {}};
  for (const json::value& entry : list_in(answer, "entries")) {
    std::vector<std::string> row;
    for (const std::string& column : table.columns) row.push_back(member_cell(entry, column));
    table.rows.push_back(std::move(row));
  }
  return table;
}

// What was changed in one column, the time without fractions.
Table drawn_history(const json::value& answer) {
  Table table{{"revision", "at", "actor", "verb", "object", "via"}, {}};
  for (const json::value& entry : list_in(answer, "entries")) {
    std::string at = member_cell(entry, "at");
    if (const std::size_t dot = at.find('.'); dot != std::string::npos) at.resize(dot);
    std::string object = member_cell(entry, "kind");
    const std::string identity = member_cell(entry, "identity");
    const std::string name = member_cell(entry, "tenant_name");
    if (!identity.empty()) object += ' ' + identity;
    object += " of " + (name.empty() ? member_cell(entry, "tenant") : name);
    table.rows.push_back({member_cell(entry, "revision"), std::move(at),
                          member_cell(entry, "actor"), member_cell(entry, "verb"),
                          std::move(object), member_cell(entry, "via")});
  }
  return table;
}

std::string draw_history(const AdminCommand& command, const json::value& answer,
                         const Terminal& terminal) {
  std::string out;
  if (command.values.has("differences")) {
    for (const json::value& entry : list_in(answer, "entries")) {
      json::array one;
      one.push_back(entry);
      out += "Revision " + harmless(member_cell(entry, "revision")) + ", " +
             harmless(member_cell(entry, "at")) + ", " + harmless(member_cell(entry, "actor")) +
             " by " + harmless(member_cell(entry, "via")) + "\n";
      const std::string drawn =
          draw_differences(json::object{{"differences", std::move(one)}}, terminal);
      out += drawn.substr(0, drawn.find("\n\n") + 2);
    }
  } else {
    out = draw(drawn_history(answer), terminal);
  }
  const json::value* const next = wire::member(answer, "next");
  if (next != nullptr && next->is_number() && number_in(answer, "next") > 0) {
    out += "There is more: --before " + cell_of(next) + "\n";
  }
  return out;
}

Table table_of_notes(const json::value& answer) {
  Table table{{"object", "outcome", "words"}, {}};
  for (const json::value& note : list_in(answer, "notes")) {
    std::vector<std::string> row;
    for (const std::string& column : table.columns) row.push_back(member_cell(note, column));
    table.rows.push_back(std::move(row));
  }
  return table;
}

// Changes that were asked for, as differences from nothing where the gateway tells no more.
json::value differences_of_import(const json::value& answer) {
  if (wire::member(answer, "differences") != nullptr) return answer;
  json::array differences;
  for (const json::value& change : list_in(answer, "changes")) {
    json::object difference = change.is_object() ? change.get_object() : json::object();
    const json::value* const body = difference.if_contains("body");
    if (body != nullptr && !difference.contains("after")) difference["after"] = *body;
    differences.emplace_back(std::move(difference));
  }
  json::object made{{"differences", std::move(differences)}};
  for (const std::string_view name : {"dry_run", "revision"}) {
    if (const json::value* member = wire::member(answer, name)) made[name] = *member;
  }
  return made;
}

bool went_through(const json::value& report) {
  if (wire::text_member(report, "outcome") != "allowed") return false;
  const json::value* const answer = wire::member(report, "answer");
  if (answer == nullptr) return true;
  const json::value* const error = wire::member(*answer, "error");
  return error == nullptr || error->is_null();
}

// One direction of a test; an object without members where it is missing, which went nowhere.
const json::value& direction(const json::value& answer, std::string_view name) {
  static const json::value kMissing = json::object();
  const json::value* const found = wire::member(answer, name);
  return found == nullptr ? kMissing : *found;
}

bool would_change(const AdminCommand& command, const json::value& answer) {
  switch (command.command->action) {
    case Action::directory_run:
      return number_in(answer, "added") + number_in(answer, "changed") +
                 number_in(answer, "removed") >
             0;
    case Action::import_exchange:
      return !list_in(differences_of_import(answer), "differences").empty();
    default:
      return !list_in(answer, "differences").empty();
  }
}

}  // namespace

int exit_code_of_answer(const AdminCommand& command, const json::value& answer) {
  switch (command.command->action) {
    case Action::explain:
      return wire::text_member(answer, "outcome") == "allowed" ? kExitAnswered : kExitUnknown;
    case Action::explain_credential:
      return wire::text_member(answer, "outcome") == "accepted" ? kExitAnswered : kExitUnknown;
    case Action::test:
      return went_through(direction(answer, "forward")) &&
                     went_through(direction(answer, "backward"))
                 ? kExitAnswered
                 : kExitUnknown;
    default:
      return command.values.has("dry-run") && would_change(command, answer) ? kExitDifferences
                                                                            : kExitAnswered;
  }
}

std::string draw_answer(const AdminCommand& command, const json::value& answer,
                        const Terminal& terminal) {
  const std::string& from = command.values.text("from");
  const std::string& to = command.values.text("to");
  switch (command.command->action) {
    case Action::list:
      return draw(table_of_objects(*command.command->noun, answer, Listing::drawn), terminal);
    case Action::show:
      return draw_object(answer, terminal);
    case Action::add:
    case Action::set:
    case Action::remove:
    case Action::apply:
      return draw_differences(answer, terminal);
    case Action::import_exchange:
      return draw(table_of_notes(answer), terminal) + '\n' +
             draw_differences(differences_of_import(answer), terminal);
    case Action::directory_run:
      return draw_import_report(answer, terminal);
    case Action::history:
      return draw_history(command, answer, terminal);
    case Action::explain:
      return draw_explanation(answer, from, to, terminal);
    case Action::test:
      return draw_explanation(direction(answer, "forward"), from, to, terminal) + '\n' +
             draw_explanation(direction(answer, "backward"), to, from, terminal);
    case Action::explain_credential:
      return draw_credential(answer, terminal);
    case Action::reason:
      if (!command.values.has("CODE")) return draw(table_of(answer), terminal);
      return draw_members(answer, terminal);
    default:
      return draw_members(answer, terminal);
  }
}

Table table_for(const AdminCommand& command, const json::value& answer) {
  switch (command.command->action) {
    case Action::list:
      return table_of_objects(*command.command->noun, answer, Listing::whole);
    case Action::add:
    case Action::set:
    case Action::remove:
    case Action::apply:
    case Action::directory_run:
      return table_of_differences(answer);
    case Action::import_exchange:
      return table_of_notes(answer);
    case Action::history:
      return table_of_history(answer);
    case Action::explain:
      return table_of_steps(answer);
    case Action::explain_credential:
      return table_of_claims(answer);
    case Action::test: {
      Table both = table_of_steps(direction(answer, "forward"));
      const Table back = table_of_steps(direction(answer, "backward"));
      both.rows.insert(both.rows.end(), back.rows.begin(), back.rows.end());
      both.columns.insert(both.columns.begin(), "direction");
      for (std::size_t i = 0; i < both.rows.size(); ++i) {
        const bool is_back = i >= both.rows.size() - back.rows.size();
        both.rows[i].insert(both.rows[i].begin(), is_back ? "backward" : "forward");
      }
      return both;
    }
    default:
      return table_of(answer);
  }
}

}  // namespace fb::freebusyctl
