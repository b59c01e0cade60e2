// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>
#include <array>

#include "protocols/wire/json.hpp"
#include "tools/freebusyctl/pictures.hpp"
#include "tools/freebusyctl/words.hpp"

namespace fb::freebusyctl {
namespace {

namespace json = boost::json;

struct Look {
  std::string_view verdict;
  std::string_view mark;   // on a terminal
  std::string_view plain;  // elsewhere
  std::string_view colour;
};
constexpr std::array<Look, 5> kLooks{{
    {"passed", "\xe2\x9c\x94", "ok", "32"},
    {"chosen", "\xe2\x9e\xa4", "=>", "1;32"},
    {"refused", "\xe2\x9c\x98", "NO", "1;31"},
    {"not-a-candidate", "\xe2\x80\x93", "--", "33"},
    {"note", "\xc2\xb7", "..", "0"},
}};
constexpr Look kUnknownLook{"", "?", "??", "7"};

const Look& look(std::string_view verdict) {
  const auto found = std::find_if(kLooks.begin(), kLooks.end(),
                                  [&](const Look& row) { return row.verdict == verdict; });
  return found == kLooks.end() ? kUnknownLook : *found;
}

const json::array& list_in(const json::value& report, std::string_view name) {
  static const json::array kNone;
  const json::value* const found = wire::member(report, name);
  return found != nullptr && found->is_array() ? found->get_array() : kNone;
}

// Lines of at most the terminal's width; a file gets one line.
std::string text_block(std::string_view first, std::string_view text, const Terminal& terminal) {
  const std::size_t indent = columns_of(first);
  if (!terminal.is_terminal) return std::string(first) + harmless(text) + '\n';
  const std::size_t width = std::max<std::size_t>(terminal.columns, indent + 20) - indent;
  std::string out;
  for (const std::string& line : wrapped(harmless(text), width)) {
    out += (out.empty() ? std::string(first) : std::string(indent, ' ')) + line + '\n';
  }
  return out;
}

std::string draw_step(std::size_t number, const json::value& step, const Terminal& terminal) {
  const std::string_view verdict = wire::text_member(step, "verdict");
  const Look& shown = look(verdict);
  const bool lost = verdict == "not-a-candidate";
  std::string count = std::to_string(number) + ".";
  count.insert(0, count.size() < 3 ? 3 - count.size() : 0, ' ');
  const std::string indent = lost ? "    " : " ";
  std::string out =
      count + indent +
      coloured(terminal.is_terminal ? shown.mark : shown.plain, shown.colour, terminal) + ' ' +
      harmless(wire::text_member(step, "what"));
  const std::string_view object = wire::text_member(step, "object");
  if (!object.empty()) out += ": " + harmless(object);
  out += " (" + harmless(verdict);
  const std::string_view rule = wire::text_member(step, "rule");
  if (!rule.empty()) out += ", " + harmless(rule);
  out += ")\n";
  const std::string_view words = wire::text_member(step, "words");
  if (words.empty()) return out;
  return out + text_block(std::string(lost ? 10 : 7, ' '), words, terminal);
}

// Empty where there is none.
std::string draw_reason(const json::value& report, const Terminal& terminal) {
  std::string out;
  const json::value* const reason = wire::member(report, "reason");
  if (reason == nullptr || !reason->is_object()) return out;
  out += text_block("Reason:  ", wire::text_member(*reason, "code"), terminal);
  const std::string_view cause = wire::text_member(*reason, "cause");
  const std::string_view fix = wire::text_member(*reason, "fix");
  if (!cause.empty()) out += text_block("Cause:   ", cause, terminal);
  if (!fix.empty()) out += text_block("Fix:     ", fix, terminal);
  return out;
}

std::string draw_outcome(const json::value& report, const Terminal& terminal) {
  const std::string_view outcome = wire::text_member(report, "outcome");
  const bool allowed = outcome == "allowed";
  std::string out = "Outcome: " + coloured(harmless(outcome), allowed ? "1;32" : "1;31", terminal);
  const std::string_view level = wire::text_member(report, "level");
  const std::string_view path = wire::text_member(report, "path");
  if (!level.empty()) out += ", " + harmless(level);
  if (!path.empty()) out += ", along " + harmless(path);
  const std::string_view rule = wire::text_member(report, "rule");
  if (!rule.empty()) out += " (" + harmless(rule) + ")";
  out += '\n';
  return out + draw_reason(report, terminal);
}

}  // namespace

std::string draw_explanation(const json::value& report, std::string_view from, std::string_view to,
                             const Terminal& terminal) {
  std::string out =
      coloured("From " + harmless(from) + " to " + harmless(to), "1", terminal) + "\n\n";
  std::size_t number = 0;
  for (const json::value& step : list_in(report, "steps"))
    out += draw_step(++number, step, terminal);
  if (number > 0) out += '\n';
  out += draw_outcome(report, terminal);
  const json::value* const answer = wire::member(report, "answer");
  if (answer == nullptr || !answer->is_object()) return out;
  return out + "\nAsked:\n" + draw_members(*answer, terminal);
}

std::string draw_credential(const json::value& report, const Terminal& terminal) {
  const std::string_view outcome = wire::text_member(report, "outcome");
  std::string out =
      "Outcome: " + coloured(harmless(outcome), outcome == "accepted" ? "1;32" : "1;31", terminal) +
      ", " + harmless(wire::text_member(report, "kind")) + '\n';
  for (const auto& [title, member] :
       {std::pair{"Caller:  ", "caller"}, std::pair{"Tenant:  ", "tenant"},
        std::pair{"Check:   ", "words"}}) {
    const std::string_view text = wire::text_member(report, member);
    if (!text.empty()) out += text_block(title, text, terminal);
  }
  out += draw_reason(report, terminal);
  const Table claims = table_of_claims(report);
  if (claims.rows.empty()) return out;
  return out + "\nWhat it claims, believed or not:\n" + draw(claims, terminal);
}

Table table_of_claims(const json::value& report) {
  Table table{{"name", "value"}, {}};
  for (const json::value& claim : list_in(report, "claims")) {
    std::vector<std::string> row;
    for (const std::string& column : table.columns) {
      row.emplace_back(wire::text_member(claim, column));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table table_of_steps(const json::value& report) {
  Table table{{"step", "what", "verdict", "rule", "object", "words"}, {}};
  std::size_t number = 0;
  for (const json::value& step : list_in(report, "steps")) {
    std::vector<std::string> row{std::to_string(++number)};
    for (std::size_t i = 1; i < table.columns.size(); ++i) {
      row.emplace_back(wire::text_member(step, table.columns[i]));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace fb::freebusyctl
