// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The order of elements is what .NET's data contracts depend on, so whole messages are compared.
#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "protocols/autodiscover/server.hpp"
#include "protocols/wire/xml.hpp"
#include "tests/unit/protocols/autodiscover/discovery_support.hpp"

namespace fb::autodiscover {
namespace {

// Names and texts of the elements, in order, without prefixes: "a(b=text c(d=nil))".
std::string outline(const pugi::xml_node& node) {
  std::string out(wire::local_name(node));
  if (std::string_view(node.attribute("i:nil").value()) == "true") return out + "=nil";
  if (const std::string_view type = node.attribute("i:type").value(); !type.empty())
    out += ":" + std::string(type);
  const auto first = wire::first_element(node);
  if (!first) return out + "=" + std::string(wire::text_of(node));
  out += "(";
  for (auto child = first; child; child = wire::next_element(child)) {
    if (child != first) out += " ";
    out += outline(child);
  }
  return out + ")";
}

struct Message {
  std::string action;
  std::string outline;
};

Message read(const std::string& text) {
  const auto document = wire::XmlDocument::parse(text);
  EXPECT_TRUE(document.has_value()) << text;
  if (!document) return {};
  const auto header = wire::child(document->root(), "Header");
  const auto body = wire::child(document->root(), "Body");
  EXPECT_EQ(outline(wire::child(header, "ServerVersionInfo")),
            "ServerVersionInfo(MajorVersion=15 MinorVersion=1 MajorBuildNumber=2507 "
            "MinorBuildNumber=6 Version=Exchange2015)");
  const auto action = wire::child(header, "Action", "http://www.w3.org/2005/08/addressing");
  return {std::string(wire::text_of(action)), outline(wire::first_element(body))};
}

constexpr std::string_view kActions =
    "http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/";

TEST(EncodeAnswer, UserSettings) {
  SettingsAnswer found;
  found.errors = {{Code::setting_is_not_available, "UserDN"}, {Code::invalid_setting, "Nonsense"}};
  found.settings = {{"ExternalEwsUrl", "https://gw.example/EWS/Exchange.asmx?a&b"},
                    {"MailboxDN", std::nullopt}};
  SettingsAnswer elsewhere{Code::redirect_address, "bo@south.example", {}, {}};
  SettingsAnswer unknown{Code::invalid_user, {}, {}, {}};
  std::string out;
  encode_user_settings(std::vector{found, elsewhere, unknown}, out);
  const Message message = read(out);
  EXPECT_EQ(message.action, std::string(kActions) + "GetUserSettingsResponse");
  EXPECT_EQ(
      message.outline,
      "GetUserSettingsResponseMessage(Response(ErrorCode=NoError ErrorMessage= UserResponses("
      "UserResponse(ErrorCode=NoError ErrorMessage=No error. RedirectTarget=nil UserSettingErrors("
      "UserSettingError(ErrorCode=SettingIsNotAvailable ErrorMessage=The setting is not available. "
      "SettingName=UserDN) "
      "UserSettingError(ErrorCode=InvalidSetting ErrorMessage=There is no such setting. "
      "SettingName=Nonsense)) UserSettings(UserSetting:StringSetting(Name=ExternalEwsUrl "
      "Value=https://gw.example/EWS/Exchange.asmx?a&b) "
      "UserSetting:StringSetting(Name=MailboxDN Value=nil))) "
      "UserResponse(ErrorCode=RedirectAddress "
      "ErrorMessage=Ask again for the address in RedirectTarget. RedirectTarget=bo@south.example "
      "UserSettingErrors= UserSettings=) "
      "UserResponse(ErrorCode=InvalidUser ErrorMessage=There is no answer for this user here. "
      "RedirectTarget=nil UserSettingErrors= UserSettings=))))");
  EXPECT_NE(out.find("<UserSettingErrors></UserSettingErrors>"), std::string::npos)
      << "an empty list is an open and a close tag";
}

TEST(EncodeAnswer, DomainSettings) {
  SettingsAnswer found;
  found.settings = {{"ExternalEwsUrl", "https://gw.example/"}};
  found.errors = {{Code::invalid_setting, "Nonsense"}};
  std::string out;
  encode_domain_settings(std::vector{found}, out);
  const Message message = read(out);
  EXPECT_EQ(message.action, std::string(kActions) + "GetDomainSettingsResponse");
  EXPECT_EQ(message.outline,
            "GetDomainSettingsResponseMessage(Response(ErrorCode=NoError ErrorMessage= "
            "DomainResponses(DomainResponse(ErrorCode=NoError ErrorMessage=No error. "
            "DomainSettingErrors(DomainSettingError(ErrorCode=InvalidSetting "
            "ErrorMessage=There is no such setting. SettingName=Nonsense)) "
            "DomainSettings(DomainSetting:DomainStringSetting(Name=ExternalEwsUrl "
            "Value=https://gw.example/)) RedirectTarget=nil))))");
}

// The order of the capture from Exchange Online.
TEST(EncodeAnswer, FederationInformation) {
  std::string out;
  encode_federation_information(
      {"gw.north.example",
       {model::SmtpDomain::parse("north.example").value()},
       {{"https://login.microsoftonline.com/extSTS.srf", "urn:federation:MicrosoftOnline"}}},
      out);
  const Message message = read(out);
  EXPECT_EQ(message.action, std::string(kActions) + "GetFederationInformationResponse");
  EXPECT_EQ(message.outline,
            "GetFederationInformationResponseMessage(Response(ErrorCode=NoError ErrorMessage= "
            "ApplicationUri=gw.north.example Domains(Domain=north.example) TokenIssuers("
            "TokenIssuer(Endpoint=https://login.microsoftonline.com/extSTS.srf "
            "Uri=urn:federation:MicrosoftOnline))))");
}

TEST(EncodeAnswer, OrganizationRelationships) {
  OrganizationRelationship relationship;
  relationship.name = "South";
  relationship.domains = {model::SmtpDomain::parse("south.example").value()};
  relationship.free_busy_access_enabled = true;
  relationship.free_busy_access_level = "LimitedDetails";
  relationship.target_application_uri = "south.example";
  std::string out;
  encode_organization_relationships(std::vector{relationship}, out);
  const Message message = read(out);
  EXPECT_EQ(message.action, std::string(kActions) + "GetOrganizationRelationshipSettingsResponse");
  EXPECT_EQ(
      message.outline,
      "GetOrganizationRelationshipSettingsResponseMessage(Response(ErrorCode=NoError "
      "ErrorMessage= OrganizationRelationshipSettingsCollection("
      "OrganizationRelationshipSettings(DeliveryReportEnabled=false "
      "DomainNames(Domain=south.example) FreeBusyAccessEnabled=true "
      "FreeBusyAccessLevel=LimitedDetails MailTipsAccessEnabled=false "
      "MailTipsAccessLevel=None MailboxMoveEnabled=false Name=South "
      "TargetApplicationUri=south.example TargetAutodiscoverEpr=nil TargetSharingEpr=nil))))");
}

struct RefusalRow {
  RefusedCall refused;
  std::string_view outline;
};

TEST(EncodeAnswer, RefusalsNameTheirOperation) {
  const RefusalRow rows[] = {
      {{Operation::user_settings, Code::invalid_request},
       "GetUserSettingsResponseMessage(Response(ErrorCode=InvalidRequest ErrorMessage=The request "
       "asks for nothing, for too much, or for what cannot be read. UserResponses=))"},
      {{Operation::domain_settings, Code::server_busy},
       "GetDomainSettingsResponseMessage(Response(ErrorCode=ServerBusy ErrorMessage=The server is "
       "busy. DomainResponses=))"},
      {{Operation::federation_information, Code::not_federated},
       "GetFederationInformationResponseMessage(Response(ErrorCode=NotFederated ErrorMessage=The "
       "domain is not federated. ApplicationUri=nil Domains= TokenIssuers=))"},
      {{Operation::organization_relationship_settings, Code::invalid_domain},
       "GetOrganizationRelationshipSettingsResponseMessage(Response(ErrorCode=InvalidDomain "
       "ErrorMessage=There is no answer for this domain here. "
       "OrganizationRelationshipSettingsCollection=))"},
  };
  for (const RefusalRow& row : rows) {
    std::string out;
    encode_refusal(row.refused, out);
    EXPECT_EQ(read(out).outline, row.outline);
  }
}

TEST(EncodeAnswer, FaultsSayTheFixedSentenceAlone) {
  const std::pair<model::ErrorKind, std::string_view> rows[] = {
      {model::ErrorKind::unknown_operation, "f:ActionNotSupported"},
      {model::ErrorKind::unauthenticated, "f:InvalidSecurity"},
      {model::ErrorKind::malformed_request, "s:Client"},
      {model::ErrorKind::internal, "s:Server"},
  };
  for (const auto& [kind, code] : rows) {
    std::string out;
    encode_fault(model::Error::of(kind, "the detail is for operators", "some.rule"), out);
    const Message message = read(out);
    EXPECT_EQ(message.outline, "Fault(faultcode=" + std::string(code) + " faultstring=" +
                                   std::string(model::facts(kind).caller_text) + ")");
  }
}

// Our own client reads what our server says.
TEST(EncodeAnswer, RoundTrip) {
  SettingsAnswer found;
  found.settings = {{"ExternalEwsUrl", "https://gw.example/EWS/Exchange.asmx"}};
  const std::pair<SettingsAnswer, std::string_view> rows[] = {
      {found, "endpoint https://gw.example/EWS/Exchange.asmx"},
      {{Code::redirect_address, "bo@south.example", {}, {}}, "address bo@south.example"},
      {{Code::redirect_url, "https://a.example/", {}, {}}, "url https://a.example/"},
      {{Code::invalid_user, {}, {}, {}},
       "refused peer_recipient_unknown, says \"There is no answer for this user here.\""},
      {{Code::no_error, {}, {{Code::setting_is_not_available, "ExternalEwsUrl"}}, {}},
       "refused peer_broken, says \"The setting is not available.\""},
  };
  for (const auto& [answer, means] : rows) {
    std::string out;
    encode_user_settings(std::vector{answer}, out);
    EXPECT_EQ(shown(decode_user_settings_answer(out)), means);
  }
  std::string busy;
  encode_refusal({Operation::user_settings, Code::server_busy}, busy);
  EXPECT_EQ(shown(decode_user_settings_answer(busy)),
            "refused peer_throttled, says \"The server is busy.\"");
}

TEST(EncodeAnswer, OurOwnQuestionIsUnderstood) {
  std::string out;
  encode_user_settings_question(address("ada@north.example"), "https://gw.example/", out);
  const auto call = decode_call(out);
  ASSERT_TRUE(call.has_value());
  const auto& asked = std::get<UserSettingsCall>(std::get<Call>(*call));
  ASSERT_EQ(asked.users.size(), 1u);
  EXPECT_EQ(asked.users.front()->str(), "ada@north.example");
  EXPECT_EQ(asked.settings, std::vector<std::string>{"ExternalEwsUrl"});
}

}  // namespace
}  // namespace fb::autodiscover
