// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/query.hpp"

#include "protocols/wire/base64.hpp"
#include "protocols/wire/json.hpp"
#include "tools/freebusyctl/grid.hpp"

namespace fb::freebusyctl {
namespace {

constexpr std::string_view kPath = "/v1/availability";
// How many of the asked people are unknown; the one thing that is in no form's body alike.
constexpr std::string_view kUnknownHeader = "X-FreeBusy-Unknown";
constexpr std::size_t kMessageCharactersMax = 500;

std::string_view media_type(Output output) {
  if (output == Output::csv) return "text/csv";
  if (output == Output::ics) return "text/calendar";
  return "application/json";
}

void append_member(std::string_view name, std::string_view value, std::string& out) {
  out += name;
  wire::append_json_string(value, out);
}

std::string question(const QueryCommand& command) {
  std::string body = R"({"people":[)";
  for (std::size_t i = 0; i < command.people.size(); ++i) {
    if (i > 0) body += ',';
    wire::append_json_string(command.people[i], body);
  }
  append_member(R"(],"start":)", command.start, body);
  append_member(R"(,"end":)", command.end, body);
  append_member(R"(,"zone":)", command.zone, body);
  append_member(R"(,"detail":)", command.detail, body);
  body += R"(,"interval_minutes":)" + std::to_string(command.interval_minutes) + '}';
  return body;
}

std::string basic(std::string_view pair) {
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(pair.data());
  return "Basic " + wire::base64({bytes, pair.size()});
}

Outcome failed(const std::string& words) {
  return {kExitFailed, {}, "freebusyctl: " + words + '\n'};
}

Outcome refused(const net::HttpResponse& response) {
  std::string words = "the gateway answered " + std::to_string(response.status);
  if (const auto body = wire::parse_json(response.body)) {
    if (const auto* const error = wire::member(*body, "error")) {
      words += ", " + printable(wire::text_member(*error, "code"), kMessageCharactersMax) + ": " +
               printable(wire::text_member(*error, "message"), kMessageCharactersMax);
    }
  }
  const std::string_view id = response.header("request-id");
  if (!id.empty()) words += " (request " + printable(id, kMessageCharactersMax) + ')';
  return failed(words);
}

}  // namespace

model::Result<std::string> read_secret(const QueryCommand& command) {
  return read_secret_file(command.token_file.empty() ? command.password_file : command.token_file);
}

net::HttpRequest request_for(const QueryCommand& command, const std::string& secret) {
  net::HttpRequest request;
  request.url = command.gateway;
  while (request.url.ends_with('/')) request.url.pop_back();
  request.url += kPath;
  const std::string credential =
      command.token_file.empty() ? basic(command.user + ":" + secret) : "Bearer " + secret;
  request.headers = {{"Authorization", credential},
                     {"Accept", std::string(media_type(command.output))},
                     {"Content-Type", "application/json"}};
  request.body = question(command);
  return request;
}

Outcome outcome_of(const QueryCommand& command, const model::Result<net::HttpResponse>& response,
                   const Terminal& terminal) {
  if (!response) {
    const model::Error& error = response.error();
    std::string words = printable(command.gateway, kMessageCharactersMax) + ": ";
    words += error.detail().empty() ? std::string(model::facts(error.kind()).name)
                                    : printable(error.detail(), kMessageCharactersMax);
    return failed(words);
  }
  if (response->status != 200) return refused(*response);
  if (command.output == Output::table) {
    const auto grid = read_answer(response->body);
    if (!grid) return failed(grid.error().detail());
    return {everybody_is_known(*grid) ? kExitAnswered : kExitUnknown,
            draw(*grid, terminal.columns, terminal.in_colour),
            {}};
  }
  const std::string_view type = response->header("Content-Type");
  if (!type.starts_with(media_type(command.output))) {
    return failed("the answer is in another form than the one that was asked for");
  }
  const std::string_view unknown = response->header(kUnknownHeader);
  if (unknown.empty()) return failed("the answer does not say whether everybody is known");
  return {unknown == "0" ? kExitAnswered : kExitUnknown, response->body, {}};
}

}  // namespace fb::freebusyctl
