// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// POX, asked. EXPR is the section for clients outside; EXCH is taken where there is no other,
// because servers without Outlook Anywhere fill in nothing else. Unlike an InternalEwsUrl it is
// named for a transport, not for a network, and where it may lead is checked when it is followed.
#include "protocols/autodiscover/envelope.hpp"
#include "protocols/autodiscover/names.hpp"
#include "protocols/autodiscover/peer_answer.hpp"
#include "protocols/model/letter_case.hpp"

namespace fb::autodiscover {
namespace {

using model::Result;

// ASUrl is the availability service; EwsUrl is where that has its home since Exchange 2010.
std::string_view url_in(const pugi::xml_node& account, std::string_view type) {
  for (auto node = wire::first_element(account); node; node = wire::next_element(node)) {
    if (wire::local_name(node) != "Protocol" ||
        !model::equal_without_case(child_text(node, "Type"), type))
      continue;
    for (const char* name : {"ASUrl", "EwsUrl"}) {
      if (const std::string_view url = child_text(node, name); !url.empty()) return url;
    }
  }
  return {};
}

// Clients and servers disagree about the case of the last letters.
std::string_view text_of_either(const pugi::xml_node& parent, const char* one, const char* other) {
  const std::string_view text = child_text(parent, one);
  return text.empty() ? child_text(parent, other) : text;
}

Result<Discovery> read_account(const pugi::xml_node& account) {
  const std::string_view action = child_text(account, "Action");
  if (model::equal_without_case(action, "redirectAddr"))
    return redirect_to_address(text_of_either(account, "RedirectAddr", "RedirectAddress"));
  if (model::equal_without_case(action, "redirectUrl"))
    return redirect_to_url(text_of_either(account, "RedirectUrl", "RedirectURL"));
  if (!model::equal_without_case(action, "settings"))
    return broken_answer("the answer asks for an action that nobody knows");
  std::string_view url = url_in(account, "EXPR");
  if (url.empty()) url = url_in(account, "EXCH");
  if (url.empty()) return broken_answer("the answer has no URL for availability");
  return endpoint_at(url);
}

}  // namespace

void encode_pox_question(const model::SmtpAddress& user, std::string& out) {
  out.append("<?xml version=\"1.0\" encoding=\"utf-8\"?><Autodiscover xmlns=\"");
  out.append(kPoxRequest).append("\"><Request>");
  append_element("EMailAddress", user.str(), out);
  append_element("AcceptableResponseSchema", kPoxOutlookAnswer, out);
  out.append("</Request></Autodiscover>");
}

Result<Discovery> decode_pox_answer(std::string_view body) {
  const auto document = wire::XmlDocument::parse(body, kXmlAnswerLimits);
  if (!document) return broken_answer("the answer is no XML within the limits");
  if (wire::local_name(document->root()) != "Autodiscover")
    return broken_answer("the answer is no Autodiscover answer");
  const pugi::xml_node response = wire::child(document->root(), "Response");
  if (!response) return broken_answer("the answer has no Response");
  if (const pugi::xml_node error = wire::child(response, "Error"))
    return error_of_code(child_text(error, "ErrorCode"), child_text(error, "Message"));
  const pugi::xml_node account = wire::child(response, "Account");
  if (!account) return broken_answer("the answer has no Account");
  return read_account(account);
}

}  // namespace fb::autodiscover
