// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// GetUserSettings, asked. InternalEwsUrl is neither asked for nor taken: it is a name for machines
// inside the peer's network, and in ours it is nobody's or, worse, somebody else's.
#include "protocols/autodiscover/envelope.hpp"
#include "protocols/autodiscover/names.hpp"
#include "protocols/autodiscover/peer_answer.hpp"

namespace fb::autodiscover {
namespace {

using model::Error;
using model::Result;

constexpr std::string_view kSetting = "ExternalEwsUrl";

std::string_view after_prefix(std::string_view qualified) {
  return qualified.substr(qualified.find(':') + 1);
}

// A ResponseCode in the detail says more than the faultcode does.
Error error_of_fault(const pugi::xml_node& fault) {
  std::string_view code = child_text(wire::child(fault, "detail"), "ResponseCode");
  if (code.empty()) code = after_prefix(child_text(fault, "faultcode"));
  const pugi::xml_node soap12 = wire::child(fault, "Code");
  if (code.empty()) code = after_prefix(child_text(wire::child(soap12, "Subcode"), "Value"));
  if (code.empty()) code = after_prefix(child_text(soap12, "Value"));
  std::string_view text = child_text(fault, "faultstring");
  if (text.empty()) text = child_text(wire::child(fault, "Reason"), "Text");
  return error_of_code(code, text);
}

bool says_no_error(std::string_view code) { return code.empty() || code == "NoError"; }

Result<Discovery> read_settings(const pugi::xml_node& user) {
  const pugi::xml_node settings = wire::child(user, "UserSettings");
  for (auto node = wire::first_element(settings); node; node = wire::next_element(node)) {
    if (child_text(node, "Name") == kSetting) return endpoint_at(child_text(node, "Value"));
  }
  const pugi::xml_node errors = wire::child(user, "UserSettingErrors");
  for (auto node = wire::first_element(errors); node; node = wire::next_element(node)) {
    if (child_text(node, "SettingName") == kSetting)
      return error_of_code(child_text(node, "ErrorCode"), child_text(node, "ErrorMessage"));
  }
  return broken_answer("the answer has no ExternalEwsUrl");
}

Result<Discovery> read_user(const pugi::xml_node& user) {
  const std::string_view code = child_text(user, "ErrorCode");
  const std::string_view target = child_text(user, "RedirectTarget");
  if (code == "RedirectAddress") return redirect_to_address(target);
  if (code == "RedirectUrl") return redirect_to_url(target);
  if (!says_no_error(code)) return error_of_code(code, child_text(user, "ErrorMessage"));
  return read_settings(user);
}

}  // namespace

// Exchange2010 is the oldest version that has this service; all later ones still take it.
void encode_user_settings_question(const model::SmtpAddress& user, std::string_view url,
                                   std::string& out) {
  out.append("<?xml version=\"1.0\" encoding=\"utf-8\"?><s:Envelope xmlns:s=\"").append(kSoap11);
  out.append("\" xmlns:a=\"").append(kAutodiscover);
  out.append("\" xmlns:wsa=\"").append(kAddressing);
  out.append(
      "\"><s:Header><a:RequestedServerVersion>Exchange2010</a:RequestedServerVersion>"
      "<wsa:Action s:mustUnderstand=\"1\">");
  out.append(kAction).append("GetUserSettings</wsa:Action><wsa:To s:mustUnderstand=\"1\">");
  wire::append_escaped(url, out);
  out.append(
      "</wsa:To></s:Header><s:Body><a:GetUserSettingsRequestMessage><a:Request><a:Users>"
      "<a:User>");
  append_element("a:Mailbox", user.str(), out);
  out.append("</a:User></a:Users><a:RequestedSettings>");
  append_element("a:Setting", kSetting, out);
  out.append(
      "</a:RequestedSettings></a:Request></a:GetUserSettingsRequestMessage></s:Body>"
      "</s:Envelope>");
}

Result<Discovery> decode_user_settings_answer(std::string_view body) {
  const auto document = wire::XmlDocument::parse(body, kXmlAnswerLimits);
  if (!document) return broken_answer("the answer is no XML within the limits");
  const auto payload = open_envelope(*document);
  if (!payload) return broken_answer("the answer is no SOAP envelope");
  const std::string_view name = wire::local_name(*payload);
  if (name == "Fault") return error_of_fault(*payload);
  if (name != "GetUserSettingsResponseMessage")
    return broken_answer("the answer is to another question");
  const pugi::xml_node response = wire::child(*payload, "Response");
  if (!response) return broken_answer("the answer has no Response");
  const std::string_view code = child_text(response, "ErrorCode");
  if (!says_no_error(code)) return error_of_code(code, child_text(response, "ErrorMessage"));
  const pugi::xml_node user = wire::first_element(wire::child(response, "UserResponses"));
  if (!user) return broken_answer("the answer has no UserResponse");
  // Users are told apart by their place alone, so one too many makes all of them doubtful.
  if (wire::next_element(user))
    return broken_answer("the answer has more users than were asked for");
  return read_user(user);
}

}  // namespace fb::autodiscover
