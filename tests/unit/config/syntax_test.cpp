// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/syntax.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace fb::config {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

TEST(Duration, IsANumberAndAUnit) {
  const std::pair<std::string_view, milliseconds> rows[] = {{"0s", 0s},
                                                            {"250ms", 250ms},
                                                            {"5s", 5s},
                                                            {"10m", 10min},
                                                            {"4h", 4h},
                                                            {"7d", 168h},
                                                            {"999999999ms", 999999999ms},
                                                            {"007s", 7s}};
  for (const auto& [text, value] : rows) {
    const auto parsed = parse_duration(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(*parsed, value) << text;
  }
  for (const std::string_view text : {"", "5", "s", "5 s", " 5s", "5s ", "-5s", "+5s", "1.5h", "5S",
                                      "5min", "5sec", "1h30m", "1000000000ms", "5µs"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

TEST(Duration, IsPrintedInTheLargestWholeUnit) {
  const std::pair<milliseconds, std::string_view> rows[] = {
      {0ms, "0s"},  {250ms, "250ms"}, {1500ms, "1500ms"}, {10s, "10s"}, {90s, "90s"},
      {120s, "2m"}, {300s, "5m"},     {4h, "4h"},         {24h, "1d"},  {36h, "36h"}};
  for (const auto& [value, text] : rows) {
    EXPECT_EQ(print_duration(value), text);
    EXPECT_EQ(*parse_duration(text), value);
  }
}

TEST(Size, IsANumberAndAUnit) {
  const std::pair<std::string_view, std::uint64_t> rows[] = {
      {"0KiB", 0}, {"512B", 512}, {"400KiB", 409600}, {"256MiB", 268435456}, {"2GiB", 2147483648}};
  for (const auto& [text, value] : rows) {
    const auto parsed = parse_size(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(*parsed, value) << text;
    EXPECT_EQ(print_size(value), text);
  }
  for (const std::string_view text :
       {"", "5", "MiB", "1MB", "1M", "1mib", "1 MiB", "-1B", "1.5MiB", "1000000000B"}) {
    EXPECT_FALSE(parse_size(text)) << text;
  }
}

struct Form {
  std::string_view name;
  model::Result<std::string> (*parse)(std::string_view);
  std::vector<std::string> good;
  std::vector<std::string> bad;
};

class ValueForm : public testing::TestWithParam<Form> {};

TEST_P(ValueForm, TakesTheGoodOnesAsTheyStand) {
  for (const std::string& text : GetParam().good) {
    const auto parsed = GetParam().parse(text);
    ASSERT_TRUE(parsed) << text << ": " << parsed.error().detail();
    EXPECT_EQ(*parsed, text);
  }
}

TEST_P(ValueForm, RefusesTheBadOnesWithWords) {
  for (const std::string& text : GetParam().bad) {
    const auto parsed = GetParam().parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_FALSE(parsed.error().detail().empty());
  }
}

INSTANTIATE_TEST_SUITE_P(
    Each, ValueForm,
    testing::Values(
        Form{"ip_address",
             parse_ip_address,
             {"0.0.0.0", "127.0.0.1", "::", "2001:db8::1"},
             {"", "localhost", "1.2.3", "1.2.3.4:443", "[::1]", "256.0.0.1", "1.2.3.4 "}},
        Form{"address_prefix",
             parse_address_prefix,
             {"127.0.0.0/8", "10.1.2.3/32", "0.0.0.0/0", "fd00::/8", "::1/128", "10.128.0.0/9"},
             {"", "127.0.0.1", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.1/8", "10.128.0.0/8",
              "fd00::1/64", "10.0.0.0/8/8", "10.0.0.0/-1", "10.0.0.0/+8", "example/8", "/8"}},
        Form{"endpoint",
             parse_endpoint,
             {"127.0.0.1:8443", "[::1]:443", "192.0.2.1:1", "192.0.2.1:65535"},
             {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "::1:443",
              "[127.0.0.1]:443", "[::1]", "host.example:443", ":443", "[]:443", "127.0.0.1:443 "}},
        Form{"host_name",
             parse_host_name,
             {"a", "graph.microsoft.com", "xn--bcher-kva.example"},
             {"", "https://a.example", "a.example:443", "a_b.example", "a..b", "a.example."}},
        Form{"host_and_port",
             parse_host_and_port,
             {"a", "graph.microsoft.com", "a.example:80", "a.example:65535"},
             {"", ":80", "https://a.example", "a.example:", "a.example:0", "a.example:080",
              "a.example:65536", "a.example:80:80", "a..b:80", "a.example:http"}},
        Form{"https_url",
             parse_https_url,
             {"https://a.example", "https://a.example/EWS/Exchange.asmx", "https://a.example:8443/",
              "https://[2001:db8::1]:443/x", "https://192.0.2.1/"},
             {"", "http://a.example", "a.example", "https://", "https:///x", "https://u@a.example/",
              "https://u:p@a.example/", "https://a.example:/", "https://a.example:0/",
              "https://a.example:65536/", "https://a.example/?q", "https://a.example/#f",
              "https://a.example/a b", "https://a b/", "HTTPS://a.example", "https://[::1/x",
              "https://[1.2.3.4]/", "https://a.example:80:80/"}},
        Form{"https_origin",
             parse_https_origin,
             {"https://a.example", "https://a.example:8443"},
             {"", "https://a.example/", "https://a.example:8443/x", "http://a.example"}},
        Form{"gateway_id",
             parse_gateway_id,
             {"gw", "Gateway-1.contoso_x", std::string(64, 'a')},
             {"", "a b", "a,b", " a", "a ", "a/b", std::string(65, 'a'), "gä"}},
        Form{"guid",
             parse_guid,
             {"9d341953-da1f-41b0-8810-76d6ef905273"},
             {"", "9d341953da1f41b0881076d6ef905273", "{9d341953-da1f-41b0-8810-76d6ef905273}",
              "contoso.example"}},
        Form{"name",
             parse_name,
             {"cloud", "on-premises_2.x", std::string(64, 'a')},
             {"", "a b", "a/b", "a:b", std::string(65, 'a')}},
        Form{"display_name",
             parse_display_name,
             {"Bob Müller", std::string(64, 'a')},
             {"", std::string(65, 'a')}}),
    [](const auto& form) { return std::string(form.param.name); });

TEST(Guid, BecomesLowerCase) {
  EXPECT_EQ(*parse_guid("9D341953-DA1F-41B0-8810-76D6EF905273"),
            "9d341953-da1f-41b0-8810-76d6ef905273");
}

TEST(HostOfUrl, IsTheHostAlone) {
  EXPECT_EQ(host_of_url("https://a.example:8443/EWS"), "a.example");
  EXPECT_EQ(host_of_url("https://a.example"), "a.example");
  EXPECT_EQ(host_of_url("https://[::1]:443/"), "[::1]");
}

}  // namespace
}  // namespace fb::config
