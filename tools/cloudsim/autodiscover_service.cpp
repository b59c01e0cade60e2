// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/autodiscover_service.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <pugixml.hpp>

#include "protocols/wire/xml.hpp"
#include "tools/cloudsim/forwarded_token.hpp"

namespace fb::cloudsim {
namespace {

constexpr std::string_view kSoapPath = "/autodiscover/autodiscover.svc";
constexpr std::string_view kPoxPath = "/autodiscover/autodiscover.xml";
constexpr std::string_view kJsonPath = "/autodiscover/autodiscover.json";
constexpr std::string_view kAutodiscover =
    "http://schemas.microsoft.com/exchange/2010/Autodiscover";
constexpr std::string_view kAddressing = "http://www.w3.org/2005/08/addressing";
constexpr std::string_view kSoap = "http://schemas.xmlsoap.org/soap/envelope/";
constexpr std::string_view kAction =
    "http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/GetUserSettings";
constexpr std::string_view kPoxRequest =
    "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006";
constexpr std::string_view kPoxSettings =
    "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";
constexpr std::string_view kPoxAnswer =
    "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";

Reply plain(unsigned status) {
  Reply out;
  out.status = status;
  out.content_type = "text/plain; charset=utf-8";
  return out;
}

Reply xml(unsigned status, std::string body) {
  Reply out;
  out.status = status;
  out.content_type = "text/xml; charset=utf-8";
  out.body = "<?xml version=\"1.0\" encoding=\"utf-8\"?>" + std::move(body);
  return out;
}

std::string element(std::string_view name, std::string_view text) {
  std::string out("<");
  out.append(name).append(">");
  wire::append_escaped(text, out);
  return out.append("</").append(name).append(">");
}

Reply soap_fault(std::string_view text) {
  return xml(500, "<s:Envelope xmlns:s=\"" + std::string(kSoap) +
                      "\"><s:Body><s:Fault><faultcode>s:Client</faultcode>" +
                      element("faultstring", text) + "</s:Fault></s:Body></s:Envelope>");
}

Reply soap_answer(const std::string& user_response) {
  std::string body = "<s:Envelope xmlns:s=\"" + std::string(kSoap) + "\" xmlns:a=\"";
  body.append(kAddressing).append("\"><s:Header><a:Action s:mustUnderstand=\"1\">");
  body.append(kAction).append("Response</a:Action><h:ServerVersionInfo xmlns:h=\"");
  body.append(kAutodiscover)
      .append(
          "\"><h:MajorVersion>15</h:MajorVersion><h:MinorVersion>1</h:MinorVersion>"
          "<h:MajorBuildNumber>2507</h:MajorBuildNumber><h:MinorBuildNumber>6</h:MinorBuildNumber>"
          "<h:Version>Exchange2015</h:Version></h:ServerVersionInfo></s:Header><s:Body>"
          "<GetUserSettingsResponseMessage xmlns=\"");
  body.append(kAutodiscover)
      .append(
          "\"><Response xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\">"
          "<ErrorCode>NoError</ErrorCode><ErrorMessage/><UserResponses><UserResponse>");
  body.append(user_response)
      .append(
          "</UserResponse></UserResponses></Response></GetUserSettingsResponseMessage></s:Body>"
          "</s:Envelope>");
  return xml(200, std::move(body));
}

std::string user_error(std::string_view code, std::string_view target = {}) {
  std::string out = element("ErrorCode", code) + element("ErrorMessage", "See the code.");
  out += target.empty() ? "<RedirectTarget i:nil=\"true\"/>" : element("RedirectTarget", target);
  return out + "<UserSettingErrors/><UserSettings/>";
}

std::string user_settings(std::string_view ews_url) {
  return "<ErrorCode>NoError</ErrorCode><ErrorMessage>No error.</ErrorMessage>"
         "<RedirectTarget i:nil=\"true\"/><UserSettingErrors/><UserSettings>"
         "<UserSetting i:type=\"StringSetting\"><Name>ExternalEwsUrl</Name>" +
         element("Value", ews_url) + "</UserSetting></UserSettings>";
}

bool serves(const AutodiscoverServer& server, std::string_view user) {
  const auto address = model::SmtpAddress::parse(user);
  return address && std::count(server.domains.begin(), server.domains.end(), address->domain()) > 0;
}

// What the question must hold, or the words of the fault. Exchange insists on all of it.
std::string_view missing_in(const pugi::xml_node& envelope) {
  if (wire::local_name(envelope) != "Envelope" || wire::namespace_of(envelope) != kSoap) {
    return "This is no SOAP 1.1 envelope.";
  }
  const pugi::xml_node header = wire::child(envelope, "Header", kSoap);
  if (wire::text_of(wire::child(header, "RequestedServerVersion", kAutodiscover)).empty()) {
    return "The RequestedServerVersion header is missing.";
  }
  if (wire::text_of(wire::child(header, "Action", kAddressing)) != kAction) {
    return "The Action header names another operation.";
  }
  if (wire::text_of(wire::child(header, "To", kAddressing)).empty()) {
    return "The To header is missing.";
  }
  return {};
}

Reply answer_soap(const Request& request, const AutodiscoverServer& server) {
  const auto document = wire::XmlDocument::parse(request.body);
  if (!document) return soap_fault("The request is no XML.");
  const pugi::xml_node envelope = document->root();
  if (const std::string_view why = missing_in(envelope); !why.empty()) return soap_fault(why);
  const pugi::xml_node body = wire::child(envelope, "Body", kSoap);
  const pugi::xml_node message = wire::child(body, "GetUserSettingsRequestMessage", kAutodiscover);
  const pugi::xml_node inner = wire::child(message, "Request", kAutodiscover);
  const pugi::xml_node users = wire::child(inner, "Users", kAutodiscover);
  const pugi::xml_node user = wire::child(users, "User", kAutodiscover);
  const std::string_view mailbox = wire::text_of(wire::child(user, "Mailbox", kAutodiscover));
  const pugi::xml_node settings = wire::child(inner, "RequestedSettings", kAutodiscover);
  bool asks_for_ews = false;
  for (auto node = wire::first_element(settings); node; node = wire::next_element(node)) {
    asks_for_ews = asks_for_ews || wire::text_of(node) == "ExternalEwsUrl";
  }
  if (mailbox.empty() || !asks_for_ews) return soap_fault("The request names no user or setting.");
  if (!serves(server, mailbox)) return soap_answer(user_error("InvalidUser"));
  if (!server.redirect_url.empty()) {
    return soap_answer(user_error("RedirectUrl", server.redirect_url));
  }
  if (!server.redirect_address.empty()) {
    return soap_answer(user_error("RedirectAddress", server.redirect_address));
  }
  return soap_answer(user_settings(server.ews_url));
}

Reply pox_answer(const std::string& response) {
  return xml(200, "<Autodiscover xmlns=\"" + std::string(kPoxAnswer) + "\">" + response +
                      "</Autodiscover>");
}

Reply pox_error(std::string_view code) {
  return pox_answer("<Response><Error Time=\"00:00:00\" Id=\"1\">" + element("ErrorCode", code) +
                    "<Message>See the code.</Message><DebugData/></Error></Response>");
}

Reply answer_pox(const Request& request, const AutodiscoverServer& server) {
  const auto document = wire::XmlDocument::parse(request.body);
  if (!document) return pox_error("600");
  const pugi::xml_node inner = wire::child(document->root(), "Request", kPoxRequest);
  const std::string_view schema =
      wire::text_of(wire::child(inner, "AcceptableResponseSchema", kPoxRequest));
  const std::string_view mailbox = wire::text_of(wire::child(inner, "EMailAddress", kPoxRequest));
  if (mailbox.empty()) return pox_error("600");
  if (schema != kPoxSettings) return pox_error("601");
  if (!serves(server, mailbox)) return pox_error("500");
  std::string account = "<AccountType>email</AccountType>";
  if (!server.redirect_url.empty()) {
    account += "<Action>redirectUrl</Action>" + element("RedirectUrl", server.redirect_url);
  } else if (!server.redirect_address.empty()) {
    account += "<Action>redirectAddr</Action>" + element("RedirectAddr", server.redirect_address);
  } else {
    account += "<Action>settings</Action><Protocol><Type>EXPR</Type>" +
               element("ASUrl", server.ews_url) + element("EwsUrl", server.ews_url) + "</Protocol>";
  }
  return pox_answer("<Response xmlns=\"" + std::string(kPoxSettings) + "\"><Account>" + account +
                    "</Account></Response>");
}

Reply json_error(std::string_view code, std::string_view message) {
  Reply out;
  out.status = 400;
  out.body =
      boost::json::serialize(boost::json::object{{"ErrorCode", code}, {"ErrorMessage", message}});
  return out;
}

Reply found_at(const std::string& location) {
  Reply out = plain(302);
  out.headers.emplace_back("Location", location);
  return out;
}

Reply answer_json(const Request& request, const AutodiscoverServer& server) {
  if (request.method != "GET") return plain(405);
  constexpr std::string_view kVersion = "/v1.0/";
  std::string_view rest = std::string_view(request.path).substr(kJsonPath.size());
  std::string user = form_value(request.query, "Email");
  if (same_text(rest.substr(0, kVersion.size()), kVersion)) {
    user = percent_decoded(rest.substr(kVersion.size()));
  }
  if (user.empty()) {
    return json_error("MandatoryParameterMissing",
                      "The get request sent does not match the valid format.");
  }
  const std::string protocol = form_value(request.query, "Protocol");
  if (protocol.empty()) {
    return json_error("MissingProtocol",
                      "A valid value must be provided for the query parameter 'Protocol'.");
  }
  if (!same_text(protocol, "EWS")) return json_error("ProtocolNotSupported", "Only EWS is here.");
  if (!serves(server, user)) return json_error("UserNotFound", "The address is not known here.");
  if (!server.redirect_url.empty()) return found_at(server.redirect_url);
  Reply out;
  out.body =
      boost::json::serialize(boost::json::object{{"Protocol", "EWS"}, {"Url", server.ews_url}});
  return out;
}

enum class Dialect : std::uint8_t { none, soap, pox, json };

Dialect dialect_of(const Request& request, const AutodiscoverServer& server) {
  const std::string_view path(request.path);
  if (same_text(path, kSoapPath)) return server.soap ? Dialect::soap : Dialect::none;
  if (same_text(path, kPoxPath)) return server.pox ? Dialect::pox : Dialect::none;
  const bool json = same_text(path.substr(0, kJsonPath.size()), kJsonPath) &&
                    (path.size() == kJsonPath.size() || path[kJsonPath.size()] == '/');
  return json && server.json ? Dialect::json : Dialect::none;
}

}  // namespace

bool AutodiscoverService::signed_in(const Request& request, const AutodiscoverServer& server,
                                    model::UtcTime now, Answer& answer) const {
  if (server.audience.empty()) return true;
  std::vector<const Cloud*> clouds;
  for (const Cloud& cloud : world_.clouds) clouds.push_back(&cloud);
  const auto token =
      accept_authorization(request.header("Authorization"), clouds, server.audience, keys_, now);
  if (!token) return false;
  answer.seen.tenant = token->at.tenant->name;
  answer.seen.application = token->client_id;
  return true;
}

Answer AutodiscoverService::answer(const Request& request, model::UtcTime now) const {
  Answer out;
  const AutodiscoverServer* server = world_.autodiscover(request.host);
  if (server == nullptr) {
    out.reply = plain(404);
    return out;
  }
  if (!server->http_redirect.empty()) {
    out.reply = found_at(server->http_redirect);
    return out;
  }
  const Dialect dialect = dialect_of(request, *server);
  if (dialect == Dialect::none) {
    out.reply = plain(404);
  } else if (dialect == Dialect::json) {
    out.reply = answer_json(request, *server);
  } else if (!signed_in(request, *server, now, out)) {
    out.reply = plain(401);
    out.reply.headers.emplace_back("WWW-Authenticate", "Negotiate");
    out.reply.headers.emplace_back("WWW-Authenticate",
                                   "Bearer client_id=\"\", trusted_issuers=\"\"");
    if (server->soap) out.reply.headers.emplace_back("X-SOAP-Enabled", "True");
    out.reply.headers.emplace_back("X-OAuth-Enabled", "True");
  } else if (request.method != "POST") {
    out.reply = plain(405);
  } else if (request.media_type() != "text/xml") {
    out.reply = plain(415);
  } else {
    out.reply =
        dialect == Dialect::soap ? answer_soap(request, *server) : answer_pox(request, *server);
    out.seen.mailboxes = 1;
  }
  return out;
}

Reply autodiscover_busy(const Request& request) {
  return same_text(request.path, kSoapPath) ? soap_answer(user_error("ServerBusy")) : plain(503);
}

}  // namespace fb::cloudsim
