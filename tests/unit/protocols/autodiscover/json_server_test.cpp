// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Which targets mean what is told by golden_requests_test.
#include "protocols/autodiscover/server.hpp"
#include "tests/unit/protocols/autodiscover/discovery_support.hpp"

namespace fb::autodiscover {
namespace {

TEST(JsonServer, AnEndpoint) {
  std::string out;
  encode_json_endpoint(JsonProtocol::ews, "https://gw.example/\"x", out);
  EXPECT_EQ(out, R"({"Protocol":"EWS","Url":"https://gw.example/\"x"})");
  out.clear();
  encode_json_endpoint(JsonProtocol::autodiscover_v1, "https://gw.example/a.xml", out);
  EXPECT_EQ(out, R"({"Protocol":"AutodiscoverV1","Url":"https://gw.example/a.xml"})");
}

TEST(JsonServer, EveryErrorHasAStatusAndAName) {
  const std::tuple<JsonCode, unsigned, std::string_view> rows[] = {
      {JsonCode::missing_protocol, 400, "MissingProtocol"},
      {JsonCode::protocol_not_supported, 400, "ProtocolNotSupported"},
      {JsonCode::mandatory_parameter_missing, 400, "MandatoryParameterMissing"},
      {JsonCode::user_not_found, 404, "UserNotFound"},
      {JsonCode::server_busy, 429, "ServerBusy"},
  };
  for (const auto& [code, status, name] : rows) {
    std::string out;
    encode_json_error(code, out);
    EXPECT_TRUE(out.starts_with("{\"ErrorCode\":\"" + std::string(name) + "\",")) << out;
    EXPECT_EQ(http_status(code), status);
    EXPECT_FALSE(decode_json_answer(out).has_value());
  }
}

TEST(JsonServer, OurClientReadsOurAnswer) {
  std::string out;
  encode_json_endpoint(JsonProtocol::ews, "https://gw.example/EWS/Exchange.asmx", out);
  EXPECT_EQ(shown(decode_json_answer(out)), "endpoint https://gw.example/EWS/Exchange.asmx");
}

TEST(JsonServer, OurOwnTargetIsUnderstood) {
  const std::string target = json_target(address("a/b?c%d@north.example"), 2);
  const std::size_t begin = target.find("/v1.0/") + 6;
  const std::size_t mark = target.find('?');
  const auto call = decode_json_call(target.substr(begin, mark - begin), target.substr(mark + 1));
  EXPECT_EQ(std::get<JsonQuestion>(call).user.str(), "a/b?c%d@north.example");
}

TEST(JsonServer, AnAddressIsBounded) {
  const std::string longest = std::string(64, 'a') + "@" + std::string(63, 'b') + ".example";
  EXPECT_TRUE(std::holds_alternative<JsonQuestion>(decode_json_call(longest, "Protocol=EWS")));
  EXPECT_TRUE(std::holds_alternative<JsonCode>(decode_json_call("a" + longest, "Protocol=EWS")));
  EXPECT_TRUE(std::holds_alternative<JsonCode>(
      decode_json_call(std::string(100'000, 'a') + "@b.example", "Protocol=EWS")));
}

}  // namespace
}  // namespace fb::autodiscover
