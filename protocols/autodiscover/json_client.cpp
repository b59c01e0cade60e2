// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Autodiscover v2, asked. Its redirects are HTTP's, so a body has an endpoint or an error.
#include "protocols/autodiscover/envelope.hpp"
#include "protocols/autodiscover/peer_answer.hpp"
#include "protocols/model/letter_case.hpp"
#include "protocols/wire/percent.hpp"

namespace fb::autodiscover {
// The @ may stand in a path segment, and clients of this protocol leave it as it is.
std::string json_target(const model::SmtpAddress& user, int redirects) {
  std::string target = "/autodiscover/autodiscover.json/v1.0/";
  wire::append_percent_encoded(user.str(), "@", target);
  target.append("?Protocol=EWS&RedirectCount=").append(std::to_string(redirects));
  return target;
}

model::Result<Discovery> decode_json_answer(std::string_view body) {
  const auto answer = wire::parse_json(body, kJsonAnswerLimits);
  if (!answer) return broken_answer("the answer is no JSON within the limits");
  if (!answer->is_object()) return broken_answer("the answer is no JSON object");
  if (wire::member(*answer, "ErrorCode") != nullptr)
    return error_of_code(wire::text_member(*answer, "ErrorCode"),
                         wire::text_member(*answer, "ErrorMessage"));
  const std::string_view protocol = wire::text_member(*answer, "Protocol");
  if (!protocol.empty() && !model::equal_without_case(protocol, "EWS"))
    return broken_answer("the answer is for another protocol");
  const std::string_view url = wire::text_member(*answer, "Url");
  if (url.empty()) return broken_answer("the answer has no Url");
  return endpoint_at(url);
}

}  // namespace fb::autodiscover
