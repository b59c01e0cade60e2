// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/admin_answer.hpp"

#include <boost/json/serialize.hpp>

#include "protocols/wire/json.hpp"
#include "tools/freebusyctl/admin_client.hpp"
#include "tools/freebusyctl/answer_pictures.hpp"
#include "tools/freebusyctl/grid.hpp"
#include "tools/freebusyctl/pictures.hpp"

namespace fb::freebusyctl {
namespace {

namespace json = boost::json;
using model::Result;

constexpr std::size_t kMessageCharactersMax = 2000;
constexpr wire::JsonLimits kAnswerLimits{kAnswerBytesMax, 64};

Outcome failed(int code, const std::string& words) {
  return {code, {}, "freebusyctl: " + words + '\n'};
}

int exit_code_of(unsigned status) {
  switch (status) {
    case 401:
    case 403:
      return kExitNotAllowed;
    case 400:
    case 404:
    case 405:
    case 413:
    case 422:
      return kExitUsage;
    case 409:
    case 412:
      return kExitConflict;
    default:
      return kExitFailed;
  }
}

// "federation.toml:12:5: ..."
std::string problem_line(const json::value& problem) {
  std::string line = harmless(wire::text_member(problem, "file"));
  for (const std::string_view part : {"line", "column"}) {
    const json::value* const number = wire::member(problem, part);
    if (number == nullptr || !number->is_int64() || number->get_int64() <= 0) break;
    line += ':' + std::to_string(number->get_int64());
  }
  if (!line.empty()) line += ": ";
  return line + harmless(wire::text_member(problem, "sentence")) + '\n';
}

Outcome refused(const net::HttpResponse& response) {
  const auto body = wire::parse_json(response.body, kAnswerLimits);
  const json::value* const error = body ? wire::member(*body, "error") : nullptr;
  const std::string_view id = response.header("request-id");
  const std::string request =
      id.empty() ? std::string() : " (request " + printable(id, kMessageCharactersMax) + ')';
  if (error == nullptr || !error->is_object()) {
    return failed(kExitFailed, "the answer has status " + std::to_string(response.status) +
                                   " and is none of the admin API" + request);
  }
  Outcome outcome{exit_code_of(response.status), {}, {}};
  std::string_view message = wire::text_member(*error, "message");
  const json::value* const problems = wire::member(*error, "problems");
  if (problems != nullptr && problems->is_array()) {
    for (const json::value& problem : problems->get_array()) {
      outcome.err += problem_line(problem);
      const std::string_view sentence = wire::text_member(problem, "sentence");
      // One problem is the message, too.
      if (!sentence.empty() && message.ends_with(sentence)) message = "nothing was changed";
    }
  }
  outcome.err += "freebusyctl: " + printable(message, kMessageCharactersMax) + " [" +
                 printable(wire::text_member(*error, "code"), kMessageCharactersMax) + ']' +
                 request + '\n';
  return outcome;
}

Outcome unanswered(const AdminCommand& command, const model::Error& error) {
  std::string words = harmless(command.values.text("admin")) + ": ";
  words += error.detail().empty() ? std::string(model::facts(error.kind()).name)
                                  : printable(error.detail(), kMessageCharactersMax);
  return failed(kExitFailed, words);
}

bool is_text(Route route) { return route == Route::export_objects || route == Route::openapi; }

// The answer as JSON, or what went wrong.
struct Asked {
  std::optional<json::value> answer;
  Outcome outcome{};
};

Asked asked(const AdminCommand& command, const Ask& ask, const AdminRequest& request) {
  const auto response = ask(request.http);
  if (!response) return {std::nullopt, unanswered(command, response.error())};
  if (response->status < 200 || response->status > 299) return {std::nullopt, refused(*response)};
  if (is_text(request.route)) {
    return {std::nullopt, {kExitAnswered, response->body, {}}};
  }
  auto answer = wire::parse_json(response->body, kAnswerLimits);
  if (!answer || !answer->is_object()) {
    return {std::nullopt, failed(kExitFailed, "the answer cannot be understood")};
  }
  return {*std::move(answer), {}};
}

// All pages of a list as one answer.
Asked all_pages(const AdminCommand& command, const Ask& ask, const AdminRequest& first) {
  std::size_t limit = kObjectsListedMax;
  if (command.values.has("limit")) {
    limit = static_cast<std::size_t>(command.values.number("limit"));
  }
  AdminRequest request = first;
  json::object all;
  json::array objects;
  std::string after;
  while (true) {
    Asked page = asked(command, ask, request);
    if (!page.answer) return page;
    json::object& answer = page.answer->get_object();
    json::value* const list = answer.if_contains("objects");
    if (list == nullptr || !list->is_array()) {
      return {std::nullopt, failed(kExitFailed, "the answer has no list of objects")};
    }
    for (json::value& object : list->get_array()) {
      if (objects.size() < limit) objects.push_back(std::move(object));
    }
    if (const json::value* revision = answer.if_contains("revision")) all["revision"] = *revision;
    const std::string next(wire::text_member(*page.answer, "next"));
    if (next.empty() || objects.size() >= limit) break;
    if (next == after) {
      return {std::nullopt, failed(kExitFailed, "the list leads to itself")};
    }
    after = next;
    request = next_page(first, "after", next);
  }
  all["objects"] = std::move(objects);
  return {json::value(std::move(all)), {}};
}

Outcome one_outcome(const AdminCommand& command, const Ask& ask, const AdminRequest& request,
                    const Terminal& terminal) {
  Asked result = request.route == Route::objects ? all_pages(command, ask, request)
                                                 : asked(command, ask, request);
  if (!result.answer) return std::move(result.outcome);
  const int code = exit_code_of_answer(command, *result.answer);
  switch (command.output) {
    case Output::json:
      return {code, json::serialize(*result.answer) + '\n', {}};
    case Output::csv:
      return {code, csv_of(table_for(command, *result.answer)), {}};
    default:
      return {code, draw_answer(command, *result.answer, terminal), {}};
  }
}

// The object as it is, or why it is not known.
struct Looked {
  std::optional<Current> current;
  Outcome outcome{};
};

Looked look(const AdminCommand& command, const Ask& ask) {
  const auto request = request_for_current(command);
  if (!request) return {Current{}, {}};
  const Asked result = asked(command, ask, *request);
  if (!result.answer) return {std::nullopt, result.outcome};
  const json::value* const body = wire::member(*result.answer, "body");
  const std::string revision = cell_of(wire::member(*result.answer, "revision"));
  if (body == nullptr || !body->is_object() || revision.empty()) {
    return {std::nullopt, failed(kExitFailed, "the answer has no object")};
  }
  return {Current{body->get_object(), revision}, {}};
}

}  // namespace

Outcome perform(const AdminCommand& command, const Ask& ask, const Terminal& terminal) {
  Looked looked = look(command, ask);
  if (!looked.current) return std::move(looked.outcome);
  const auto requests = requests_for(command, *looked.current);
  if (!requests) return failed(kExitUsage, requests.error().detail());
  Outcome all{kExitAnswered, {}, {}};
  for (const AdminRequest& request : *requests) {
    Outcome one = one_outcome(command, ask, request, terminal);
    if (requests->size() > 1) {
      const std::string file = harmless(request.file) + ":\n";
      if (!one.out.empty() && command.output == Output::table) all.out += file;
      if (!one.err.empty()) all.err += file;
    }
    all.out += one.out;
    all.err += one.err;
    if (one.exit_code != kExitAnswered) all.exit_code = one.exit_code;
    // What follows may lean on what was refused.
    if (one.exit_code != kExitAnswered && one.exit_code != kExitDifferences) break;
  }
  return all;
}

}  // namespace fb::freebusyctl
