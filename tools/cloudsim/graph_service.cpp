// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/graph_service.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "protocols/graph/graph.hpp"
#include "protocols/wire/iso8601.hpp"
#include "tools/cloudsim/access_token.hpp"
#include "tools/cloudsim/calendars.hpp"
#include "tools/cloudsim/directory_delta.hpp"

namespace fb::cloudsim {
namespace {

using model::DetailLevel;
using model::Error;
using model::ErrorKind;

constexpr std::string_view kUsers = "/v1.0/users/";
constexpr std::string_view kGetSchedule = "/calendar/getSchedule";

bool has_role(const AcceptedToken& token, std::string_view role) {
  return std::count(token.roles.begin(), token.roles.end(), role) > 0;
}

// The most that the application's roles let it see.
DetailLevel level_of(const AcceptedToken& token) {
  if (has_role(token, "Calendars.Read") || has_role(token, "Calendars.ReadWrite")) {
    return DetailLevel::limited_details;
  }
  if (has_role(token, "Calendars.ReadBasic.All") || has_role(token, "Calendars.ReadBasic")) {
    return DetailLevel::availability_only;
  }
  return DetailLevel::none;
}

// The {id} of /v1.0/users/{id}/calendar/getSchedule; none for every other path.
std::optional<std::string> anchor_of(std::string_view path) {
  if (path.size() <= kUsers.size() + kGetSchedule.size()) return std::nullopt;
  const std::string_view tail = path.substr(path.size() - kGetSchedule.size());
  if (!same_text(path.substr(0, kUsers.size()), kUsers) || !same_text(tail, kGetSchedule)) {
    return std::nullopt;
  }
  path.remove_prefix(kUsers.size());
  path.remove_suffix(kGetSchedule.size());
  if (path.find('/') != std::string_view::npos) return std::nullopt;
  return percent_decoded(path);
}

std::string_view bearer_of(const Request& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view value = request.header("Authorization");
  if (!same_text(value.substr(0, kScheme.size()), kScheme)) return {};
  return value.substr(kScheme.size());
}

Reply unauthenticated(const Request& request, std::string_view why, model::UtcTime now) {
  Reply out = graph_error(request, 401, "InvalidAuthenticationToken", why, now);
  out.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"\"");
  return out;
}

model::Result<model::Availability> ask(const Tenant& tenant, const model::AskedMailbox& asked,
                                       const model::SmtpAddress& anchor,
                                       const model::TimeWindow& window, DetailLevel level) {
  if (!asked.address) return asked.address.error();
  const Mailbox* mailbox = tenant.mailbox(*asked.address, MailboxKind::graph);
  if (mailbox == nullptr) return Error::of(ErrorKind::recipient_unknown);
  // The application asks in the name of the anchor, whom its own calendar hides nothing from.
  const bool own = mailbox->address == anchor;
  return availability_of(*mailbox, window,
                         own ? level : model::least(level, mailbox->calendar_right));
}

}  // namespace

Reply graph_error(const Request& request, unsigned status, std::string_view code,
                  std::string_view message, model::UtcTime now) {
  std::string date;
  wire::append_utc_time(now, date);
  date.pop_back();  // Graph writes its dates without a zone
  const std::string_view given = request.header("client-request-id");
  const std::string id = random_guid();
  Reply out;
  out.status = status;
  out.body = boost::json::serialize(boost::json::object{
      {"error", boost::json::object{
                    {"code", code},
                    {"message", message},
                    {"innerError",
                     boost::json::object{{"date", date},
                                         {"request-id", id},
                                         {"client-request-id", given.empty() ? id : given}}}}}});
  return out;
}

Answer GraphService::answer(const Request& request, model::UtcTime now) const {
  Answer out;
  const auto clouds = world_.clouds_with_graph(request.host);
  const std::string_view bearer = bearer_of(request);
  if (bearer.empty()) {
    out.reply = unauthenticated(request, "Access token is empty.", now);
    return out;
  }
  const auto token = accept_app_token(bearer, clouds, "https://" + request.host, keys_, now);
  if (!token) {
    out.reply = unauthenticated(request, token.error().detail(), now);
    return out;
  }
  const Tenant& tenant = *token->at.tenant;
  out.seen.tenant = tenant.name;
  out.seen.application = token->client_id;

  if (const auto feed = delta_feed_of(request.path)) {
    Answer page = answer_delta(request, *token, *feed, directory_, now);
    out.reply = std::move(page.reply);
    out.seen.mailboxes = page.seen.mailboxes;
    return out;
  }
  const auto anchor_text = anchor_of(request.path);
  if (!anchor_text) {
    out.reply = graph_error(request, 400, "BadRequest",
                            "Only getSchedule and delta queries are offered here.", now);
    return out;
  }
  if (request.method != "POST") {
    out.reply = graph_error(request, 405, "Request_BadRequest", "getSchedule is a POST.", now);
    return out;
  }
  const DetailLevel level = level_of(*token);
  if (level == DetailLevel::none) {
    out.reply = graph_error(request, 403, "ErrorAccessDenied",
                            "Access is denied: the application has no calendar role.", now);
    return out;
  }
  const auto anchor = model::SmtpAddress::parse(*anchor_text);
  if (!anchor || tenant.mailbox(*anchor, MailboxKind::graph) == nullptr) {
    out.reply = graph_error(request, 404, "ErrorInvalidUser",
                            "The user of the path has no mailbox in the token's tenant.", now);
    return out;
  }
  if (request.media_type() != "application/json") {
    out.reply = graph_error(request, 415, "UnsupportedMediaType", "The body must be JSON.", now);
    return out;
  }
  const auto call = graph::decode_call(request.body, request.header("Prefer"));
  if (!call) {
    const auto error = graph::whole_call_error(call.error().kind());
    out.reply = graph_error(request, error.http_status, error.code, call.error().detail(), now);
    return out;
  }

  model::AvailabilityReply reply{call->request.window, call->request.slot, {}};
  for (const model::AskedMailbox& asked : call->request.mailboxes) {
    reply.mailboxes.push_back(
        {asked.as_written, ask(tenant, asked, *anchor, call->request.window, level), {}});
  }
  out.seen.mailboxes = reply.mailboxes.size();
  graph::encode_availability(reply, call->zone, out.reply.body);
  return out;
}

}  // namespace fb::cloudsim
