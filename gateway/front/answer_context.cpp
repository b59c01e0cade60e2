// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/answer_context.hpp"

#include <utility>

#include "protocols/model/letter_case.hpp"

namespace fb::front {

bool is_home(model::CallerKind kind) {
  return kind == model::CallerKind::home_user || kind == model::CallerKind::home_server ||
         kind == model::CallerKind::home_script;
}

std::string cache_header(const model::AvailabilityReply& reply) {
  std::string value;
  for (const model::MailboxAvailability& mailbox : reply.mailboxes) {
    if (!value.empty()) value += ", ";
    value += model::name(mailbox.provenance.cache);
    if (mailbox.provenance.cache == model::CacheState::cached ||
        mailbox.provenance.cache == model::CacheState::stale) {
      value += ";age=" + std::to_string(mailbox.provenance.age.count());
    }
  }
  return value;
}

std::string all_values(const net::RequestHead& head, std::string_view name) {
  std::string values;
  for (const auto& [header, value] : head.headers) {
    if (!model::equal_without_case(header, name)) continue;
    if (!values.empty()) values += ", ";
    values += value;
  }
  return values;
}

model::Result<model::HopTrail> hop_trail(const net::RequestHead& head) {
  return model::HopTrail::parse(all_values(head, model::kHopHeader));
}

pipeline::FetchContext fetch_context(const Services& services, const RequestScope& scope,
                                     model::HopTrail trail) {
  const auto today = std::chrono::floor<std::chrono::days>(services.clock.utc_now());
  return {scope.snapshot,   services.http,     scope.deadline,
          std::move(trail), scope.correlation, today};
}

bool is_json(const net::RequestHead& head) {
  std::string_view type = head.header("Content-Type");
  type = type.substr(0, type.find(';'));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
  return type.empty() || model::equal_without_case(type, "application/json");
}

}  // namespace fb::front
