// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Autodiscover v2, answered.
#include <algorithm>
#include <optional>

#include "protocols/autodiscover/envelope.hpp"
#include "protocols/autodiscover/server.hpp"
#include "protocols/model/letter_case.hpp"
#include "protocols/wire/idna.hpp"
#include "protocols/wire/json.hpp"
#include "protocols/wire/percent.hpp"

namespace fb::autodiscover {
namespace {

// Longer than any address with all its bytes escaped.
constexpr std::size_t kEncodedBytesMax = 1024;

std::optional<std::string> unescaped(std::string_view text) {
  if (text.size() > kEncodedBytesMax) return std::nullopt;
  return wire::percent_decode(text);
}

// The parameter's text, as sent. Empty where it is absent or stands there twice: two readers of one
// query must not see two questions.
std::string_view parameter(std::string_view query, std::string_view name) {
  std::string_view found;
  int times = 0;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    const std::size_t equals = pair.find('=');
    if (!model::equal_without_case(pair.substr(0, equals), name)) continue;
    ++times;
    found = equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
  }
  return times == 1 ? found : std::string_view();
}

struct CodeFacts {
  std::string_view name;
  std::string_view text;
  unsigned status;
};

CodeFacts facts_of(JsonCode code) {
  switch (code) {
    case JsonCode::missing_protocol:
      return {"MissingProtocol",
              "A valid value must be provided for the query parameter 'Protocol'.", 400};
    case JsonCode::protocol_not_supported:
      return {"ProtocolNotSupported", "This server has no answer for the protocol.", 400};
    case JsonCode::mandatory_parameter_missing:
      return {"MandatoryParameterMissing", "The get request sent does not match the valid format.",
              400};
    case JsonCode::user_not_found:
      return {"UserNotFound", "There is no answer for this address here.", 404};
    case JsonCode::server_busy:
      break;
  }
  return {"ServerBusy", "Too many questions: ask again later.", 429};
}

std::string_view name_of(JsonProtocol protocol) {
  return protocol == JsonProtocol::ews ? "EWS" : "AutodiscoverV1";
}

}  // namespace

JsonCall decode_json_call(std::string_view segment, std::string_view query) {
  const auto typed = unescaped(segment.empty() ? parameter(query, "Email") : segment);
  if (!typed || typed->empty()) return JsonCode::mandatory_parameter_missing;
  auto user = wire::read_smtp_address(*typed);
  if (!user) return JsonCode::mandatory_parameter_missing;
  const std::string_view protocol = parameter(query, "Protocol");
  if (protocol.empty()) return JsonCode::missing_protocol;
  for (const JsonProtocol known : {JsonProtocol::ews, JsonProtocol::autodiscover_v1}) {
    if (model::equal_without_case(protocol, name_of(known)))
      return JsonQuestion{*std::move(user), known};
  }
  return JsonCode::protocol_not_supported;
}

unsigned http_status(JsonCode code) { return facts_of(code).status; }

void encode_json_endpoint(JsonProtocol protocol, std::string_view url, std::string& out) {
  out.append("{\"Protocol\":");
  wire::append_json_string(name_of(protocol), out);
  out.append(",\"Url\":");
  wire::append_json_string(url, out);
  out.append("}");
}

void encode_json_error(JsonCode code, std::string& out) {
  const CodeFacts facts = facts_of(code);
  out.append("{\"ErrorCode\":");
  wire::append_json_string(facts.name, out);
  out.append(",\"ErrorMessage\":");
  wire::append_json_string(facts.text, out);
  out.append("}");
}

}  // namespace fb::autodiscover
