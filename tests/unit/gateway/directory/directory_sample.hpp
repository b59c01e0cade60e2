// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Contoso with a directory source, and short ways to say what a reading gave.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gateway/directory/directory_reader.hpp"
#include "tests/support/federations.hpp"

namespace fb::directory {

inline config::Tenant sample_tenant() {
  config::Tenant tenant = test::contoso_tenant();
  tenant.accepted_domains.push_back(test::domain("contoso.mail.example"));
  return tenant;
}

inline config::DirectorySource sample_source(
    config::DirectoryKind kind = config::DirectoryKind::ldap) {
  config::DirectorySource source{.name = "corp", .kind = kind};
  source.mailbox_source = "onprem";
  source.remote_mailbox_source = "cloud";
  source.routing_domain = test::domain("contoso.mail.example");
  source.base = "dc=contoso,dc=example";
  return source;
}

inline std::string joined(const std::vector<model::SmtpAddress>& addresses) {
  std::string out;
  for (const model::SmtpAddress& each : addresses) out += (out.empty() ? "" : " ") + each.str();
  return out;
}

// "mailbox a@b in onprem (c@d)", "guest Name a@b hidden (c@d)", "group a@b of c@d e@f"
inline std::string told(const config::Recipient& recipient) {
  std::string out;
  const auto proxies = [](const std::vector<model::SmtpAddress>& list) {
    return list.empty() ? std::string() : " (" + joined(list) + ")";
  };
  if (const auto* mailbox = std::get_if<config::Mailbox>(&recipient)) {
    return "mailbox " + mailbox->address.str() + " in " + mailbox->source +
           proxies(mailbox->proxy_addresses);
  }
  if (const auto* group = std::get_if<config::Group>(&recipient)) {
    return "group " + group->address.str() + proxies(group->proxy_addresses) + " of " +
           joined(group->members);
  }
  const auto& contact = std::get<config::MailContact>(recipient);
  constexpr std::string_view kKinds[] = {"contact", "mail user", "guest"};
  out = std::string(kKinds[static_cast<std::size_t>(contact.kind)]) + " " + contact.name + " " +
        contact.external_address.str();
  if (contact.hidden_from_address_lists) out += " hidden";
  if (contact.invited_as) out += " invited as " + contact.invited_as->str();
  return out + proxies(contact.proxy_addresses);
}

inline std::vector<std::string> told(const Reading& reading) {
  std::vector<std::string> out;
  for (const auto& each : reading.recipients) out.push_back(told(each.recipient));
  return out;
}

}  // namespace fb::directory
