// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/exchange_service.hpp"

#include <algorithm>
#include <optional>

#include "protocols/ews/ews.hpp"
#include "protocols/wire/base64.hpp"
#include "tools/cloudsim/calendars.hpp"
#include "tools/cloudsim/exchange_tokens.hpp"
#include "tools/cloudsim/kerberos_sign_in.hpp"

namespace fb::cloudsim {
namespace {

using model::Error;
using model::ErrorKind;

constexpr std::string_view kPath = "/ews/exchange.asmx";

Reply plain(unsigned status) {
  Reply out;
  out.status = status;
  out.content_type = "text/plain; charset=utf-8";
  return out;
}

Reply soap_fault(const Error& error) {
  Reply out;
  out.status = 500;
  out.content_type = "text/xml; charset=utf-8";
  ews::encode_fault(error, out.body);
  return out;
}

bool signed_in(const Request& request, const ExchangeServer& server) {
  constexpr std::string_view kScheme = "Basic ";
  const std::string_view value = request.header("Authorization");
  if (!same_text(value.substr(0, kScheme.size()), kScheme)) return false;
  const auto credential = wire::read_base64(value.substr(kScheme.size()));
  if (!credential) return false;
  const auto colon = credential->find(':');
  if (colon == std::string::npos) return false;
  const std::string_view whole = *credential;
  // Every account is compared, so that time does not tell which names exist.
  bool good = false;
  for (const ExchangeAccount& account : server.accounts) {
    const bool password = equal_secrets(whole.substr(colon + 1), account.password);
    good = (same_text(whole.substr(0, colon), account.name) && password) || good;
  }
  return good;
}

// Nothing where the server takes no tokens, or none was shown.
std::optional<TokenVerdict> shown_token(const Request& request, const World& world,
                                        const ExchangeServer& server, model::UtcTime now) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view value = request.header("Authorization");
  if (server.partner_applications.empty()) return std::nullopt;
  if (!same_text(value.substr(0, kScheme.size()), kScheme)) return std::nullopt;
  return judge_server_token(value.substr(kScheme.size()), world, server, now);
}

Reply not_signed_in(const ExchangeServer& server, const std::optional<TokenVerdict>& token) {
  Reply out = plain(401);
  if (!server.partner_applications.empty()) {
    out.headers.emplace_back("WWW-Authenticate", bearer_challenge(server, token.has_value()));
  }
  if (token) out.headers.emplace_back("x-ms-diagnostics", token->diagnostics);
  if (!server.keytab_file.empty()) out.headers.emplace_back("WWW-Authenticate", "Negotiate");
  if (!server.accounts.empty()) {
    out.headers.emplace_back("WWW-Authenticate", "Basic realm=\"" + server.host + "\"");
  }
  return out;
}

// The tenants share one host, as the organisations of one Exchange server would.
const Mailbox* served(const World& world, const ExchangeServer& server,
                      const model::SmtpAddress& address) {
  for (const std::string& name : server.tenants) {
    const auto at = world.tenant_named(name);
    if (!at) continue;
    const Mailbox* mailbox = at->tenant->mailbox(address, MailboxKind::onprem);
    if (mailbox != nullptr) return mailbox;
  }
  return nullptr;
}

model::Result<model::Availability> ask(const World& world, const ExchangeServer& server,
                                       const model::AskedMailbox& asked,
                                       const model::AvailabilityRequest& question) {
  if (!asked.address) return asked.address.error();
  const Mailbox* mailbox = served(world, server, *asked.address);
  if (mailbox == nullptr) return Error::of(ErrorKind::recipient_unknown);
  return availability_of(*mailbox, question.window,
                         model::least(mailbox->calendar_right, question.wish));
}

}  // namespace

Reply exchange_busy(std::uint32_t wait_s) {
  return soap_fault(Error::of(ErrorKind::server_busy).with_retry_after_s(wait_s));
}

Answer ExchangeService::answer(const Request& request, model::UtcTime now) const {
  Answer out;
  const ExchangeServer* server = world_.exchange(request.host);
  if (server == nullptr || !same_text(request.path, kPath)) {
    out.reply = plain(404);
    return out;
  }
  std::optional<KerberosCaller> kerberos;
  if (!server->keytab_file.empty()) {
    kerberos = kerberos_sign_in(server->keytab_file, request.header("Authorization"));
  }
  const auto token = shown_token(request, world_, *server, now);
  const bool by_token = token && token->diagnostics.empty();
  if (!kerberos && !by_token && !signed_in(request, *server)) {
    out.reply = not_signed_in(*server, token);
  } else if (request.method != "POST") {
    out.reply = plain(405);
  } else if (request.media_type() != "text/xml") {
    out.reply = plain(415);
  } else {
    out = availability(request, *server);
  }
  if (by_token) out.seen.application = token->application;
  if (kerberos) {
    out.seen.application = kerberos->principal;
    out.reply.headers.emplace_back("WWW-Authenticate", kerberos->answer);
  }
  return out;
}

Answer ExchangeService::availability(const Request& request, const ExchangeServer& server) const {
  Answer out;
  out.seen.tenant = server.tenants.size() == 1 ? server.tenants.front() : std::string();
  const auto call = ews::decode_call(request.body);
  if (!call) {
    out.reply = soap_fault(call.error());
    return out;
  }
  out.reply.content_type = "text/xml; charset=utf-8";
  if (const auto* zones = std::get_if<ews::ServerTimeZonesCall>(&*call)) {
    ews::encode_server_time_zones(*zones, out.reply.body);
    return out;
  }
  const auto& asked_call = std::get<ews::AvailabilityCall>(*call);
  const model::AvailabilityRequest& question = asked_call.request;
  if (!asked_call.view_asked) {
    out.reply = soap_fault(model::Error::of(model::ErrorKind::unknown_operation,
                                            "meeting suggestions are not simulated"));
    return out;
  }
  model::AvailabilityReply reply{question.window, question.slot, {}};
  for (const model::AskedMailbox& asked : question.mailboxes) {
    reply.mailboxes.push_back({asked.as_written, ask(world_, server, asked, question), {}});
  }
  out.seen.mailboxes = reply.mailboxes.size();
  const ews::ServerIdentity identity{.name = server.host,
                                     .url = "https://" + server.host + "/EWS/Exchange.asmx"};
  ews::encode_availability(reply, asked_call.presentation, identity, true, out.reply.body);
  return out;
}

}  // namespace fb::cloudsim
