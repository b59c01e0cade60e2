// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/load.hpp"
#include "tests/unit/config/temp_folder.hpp"

namespace fb::config {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

// Lines 1 to 7; what a test adds to a table begins at line 8.
constexpr std::string_view kLeast = R"(version = 1
[gateway]
id = "gw"
federation_file = "federation.toml"
[listener]
certificate_file = "gateway.crt"
private_key_file = "gateway.key"
)";

class SettingsFile : public testing::Test {
 protected:
  SettingsFile() {
    for (const auto* name : {"federation.toml", "gateway.crt", "gateway.key"})
      folder_.write(name, "");
  }
  Loaded<Settings> load(std::string_view text) const {
    return load_settings(folder_.write("freebusyd.toml", text));
  }
  Loaded<Settings> load_more(std::string_view text) const {
    return load(std::string(kLeast) + std::string(text));
  }

  TempFolder folder_;
};

TEST_F(SettingsFile, TheLeastLeavesEverythingElseAtItsDefault) {
  const auto loaded = load(kLeast);
  ASSERT_TRUE(loaded.value) << loaded.problems.front().str();
  EXPECT_EQ(loaded.value->gateway.id, "gw");
  EXPECT_EQ(loaded.value->listener.port, 443);
  EXPECT_EQ(loaded.value->listener.request_timeout, 25s);
  EXPECT_TRUE(loaded.value->authentication.basic);
  EXPECT_TRUE(loaded.value->net.hosts.empty());
}

TEST_F(SettingsFile, PathsAreRelativeToTheFile) {
  const auto loaded = load_more("[log]\nfile = \"./gateway.log\"\n");
  ASSERT_TRUE(loaded.value);
  EXPECT_EQ(loaded.value->gateway.federation_file, (folder_.path() / "federation.toml").string());
  EXPECT_EQ(loaded.value->listener.private_key_file, (folder_.path() / "gateway.key").string());
  EXPECT_EQ(loaded.value->log.file, (folder_.path() / "gateway.log").string());
  EXPECT_EQ(loaded.value->gateway.cloud_catalogue_file, "");
}

TEST_F(SettingsFile, EveryTypeIsRead) {
  const auto loaded = load_more(R"toml(address = "::"
port = 0
public_url = "https://gw.contoso.example:8443"
body_bytes_max = "1MiB"
head_timeout = "250ms"
[authentication]
basic = false
failure_window = "10m"
[cache]
bytes_max = "2GiB"
chunk_days = 1
fresh = "0s"
[net]
user_agent = "gateway (contoso)"
allow_private = ["127.0.0.0/8", "fd00::/8"]
dns_servers = ["127.0.0.1:5353", "[::1]:53"]
[net.hosts]
"Graph.Microsoft.com" = "127.0.0.1:8443"
"outlook.office365.com" = "[::1]:8444"
"Autodiscover.Contoso.example:80" = "127.0.0.1:8080"
[discovery]
found = "1h"
[log]
level = "debug"
)toml");
  ASSERT_TRUE(loaded.value) << loaded.problems.front().str();
  const Settings& now = *loaded.value;
  EXPECT_EQ(now.listener.address, "::");
  EXPECT_EQ(now.listener.port, 0);
  EXPECT_EQ(now.listener.public_url, "https://gw.contoso.example:8443");
  EXPECT_EQ(now.listener.body_bytes_max, 1024u * 1024);
  EXPECT_EQ(now.listener.head_timeout, 250ms);
  EXPECT_FALSE(now.authentication.basic);
  EXPECT_EQ(now.authentication.failure_window, 600s);
  EXPECT_EQ(now.cache.bytes_max, 2ull * 1024 * 1024 * 1024);
  EXPECT_EQ(now.cache.chunk_days, 1u);
  EXPECT_EQ(now.cache.fresh, 0s);
  EXPECT_EQ(now.net.user_agent, "gateway (contoso)");
  EXPECT_EQ(now.net.allow_private, (std::vector<std::string>{"127.0.0.0/8", "fd00::/8"}));
  EXPECT_EQ(now.net.dns_servers, (std::vector<std::string>{"127.0.0.1:5353", "[::1]:53"}));
  EXPECT_EQ(now.discovery.found, 3600s);
  EXPECT_EQ(now.net.hosts, (std::map<std::string, std::string>{
                               {"autodiscover.contoso.example:80", "127.0.0.1:8080"},
                               {"graph.microsoft.com", "127.0.0.1:8443"},
                               {"outlook.office365.com", "[::1]:8444"}}));
  EXPECT_EQ(now.log.level, "debug");
}

// Where the gateway is started, and where it goes later, makes no difference to its files.
TEST_F(SettingsFile, PathsAreAbsoluteWhereTheFileIsNamedWithoutAFolder) {
  folder_.write("freebusyd.toml", std::string(kLeast) + "port_file = \"port\"\n");
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(folder_.path());
  const auto loaded = load_settings("freebusyd.toml");
  std::filesystem::current_path(before);
  ASSERT_TRUE(loaded.value) << loaded.problems.front().str();
  EXPECT_EQ(loaded.value->listener.port_file, (folder_.path() / "port").string());
  EXPECT_EQ(loaded.value->gateway.federation_file, (folder_.path() / "federation.toml").string());
}

struct Row {
  std::string_view label;
  std::string_view text;  // behind kLeast
  std::size_t line, column;
  std::string_view sentence;
};

class SettingsMistake : public SettingsFile, public testing::WithParamInterface<Row> {};

TEST_P(SettingsMistake, IsToldWithItsPlace) {
  const auto loaded = load_more(GetParam().text);
  EXPECT_FALSE(loaded.value);
  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_EQ(loaded.problems[0].line, GetParam().line);
  EXPECT_EQ(loaded.problems[0].column, GetParam().column);
  EXPECT_THAT(loaded.problems[0].sentence, HasSubstr(GetParam().sentence));
}

INSTANTIATE_TEST_SUITE_P(
    Each, SettingsMistake,
    testing::Values(
        Row{"unknown_key", "prot = 443", 8, 1,
            "\"prot\" is not a key of [listener]: did you mean \"port\"?"},
        Row{"far_key", "colour = 1", 8, 1, "\"colour\" is not a key of [listener]: take it out"},
        Row{"unknown_table", "[chache]\nfresh = \"1s\"", 8, 2, "did you mean \"cache\"?"},
        Row{"table_as_value", "[net]\nhosts = 5", 9, 9, "must be a table in brackets"},
        Row{"bare_duration", "[cache]\nfresh = 300", 9, 9,
            "is a bare number: write it in quotes with its unit, such as \"5m\""},
        Row{"fraction_duration", "[cache]\nfresh = 1.5", 9, 9, "is a bare number"},
        Row{"duration_unit", "[cache]\nfresh = \"5min\"", 9, 9, "a whole number with a unit"},
        Row{"duration_parts", "[cache]\nfresh = \"1500ms\"", 9, 9, "a whole number of seconds"},
        Row{"duration_short", "head_timeout = \"99ms\"", 8, 16, "between 100ms and 5m"},
        Row{"duration_long", "head_timeout = \"301s\"", 8, 16, "between 100ms and 5m"},
        Row{"bare_size", "[cache]\nbytes_max = 1000", 9, 13, "such as \"256MiB\""},
        Row{"size_unit", "[cache]\nbytes_max = \"1MB\"", 9, 13, "256MiB or 2GiB"},
        Row{"size_small", "body_bytes_max = \"4095B\"", 8, 18, "between 4KiB and 16MiB"},
        Row{"size_large", "body_bytes_max = \"17MiB\"", 8, 18, "between 4KiB and 16MiB"},
        Row{"count_type", "port = \"443\"", 8, 8, "must be a whole number, not a text"},
        Row{"count_large", "port = 65536", 8, 8, "between 0 and 65535"},
        Row{"count_negative", "port = -1", 8, 8, "between 0 and 65535"},
        Row{"flag_type", "[authentication]\nbasic = 1", 9, 9, "must be true or false"},
        Row{"nobody",
            "[authentication]\nbearer = false\nbasic = false\nprotected_tokens = false\n"
            "ws_security = false",
            9, 10, "nobody could sign in"},
        Row{"no_keytab", "[authentication]\nnegotiate = true", 9, 13,
            "is true without keytab_file"},
        Row{"address", "address = \"localhost\"", 8, 11, "IPv4 or IPv6 address"},
        Row{"origin", "public_url = \"https://a.example/EWS\"", 8, 14, "with nothing behind"},
        Row{"choice", "[log]\nlevel = \"verbose\"", 9, 9,
            "must be one of debug info warning error"},
        Row{"token", "[net]\nuser_agent = \"gät\"", 9, 14, "printable ASCII"},
        Row{"token_empty", "[net]\nuser_agent = \"\"", 9, 14, "1 to 128"},
        Row{"control", "address = \"a\\nb\"", 8, 11, "control character"},
        Row{"no_file", "[net]\nca_file = \"ca.pem\"", 9, 11,
            "names \"ca.pem\": the file does not exist"},
        Row{"directory", "[net]\nca_file = \".\"", 9, 11, "is not a regular file"},
        Row{"no_folder", "[log]\nfile = \"logs/a.log\"", 9, 8,
            "the folder of the file does not exist"},
        Row{"prefix", "[net]\nallow_private = [\"10.0.0.0/8\",\n\"127.0.0.1/8\"]", 10, 1,
            "bits behind its prefix of 8"},
        Row{"prefix_list", "[net]\nallow_private = \"10.0.0.0/8\"", 9, 17,
            "must be a list of texts"},
        Row{"prefix_entry", "[net]\nallow_private = [8]", 9, 18,
            "must be a text in quotes, not a whole number"},
        Row{"prefix_empty", "[net]\nallow_private = [\"\"]", 9, 18, "has an empty entry"},
        Row{"redirector_without_target", "[redirector]\nenabled = true", 9, 11,
            "is true without listener.public_url, which is its target"},
        Row{"server_without_port", "[net]\ndns_servers = [\"127.0.0.1:53\",\n\"127.0.0.1\"]", 10, 1,
            "write an address in numbers and a port"},
        Row{"host_endpoint", "[net.hosts]\n\"a.example\" = \"b.example:443\"", 9, 15,
            "\"a.example\" is \"b.example:443\": write an address"},
        Row{"host_type", "[net.hosts]\n\"a.example\" = 443", 9, 15, "must be a text in quotes"},
        Row{"host_name", "[net.hosts]\n\"https://a.example\" = \"127.0.0.1:443\"", 9, 1,
            "is not a host name"},
        Row{"host_twice",
            "[net.hosts]\n\"a.example\" = \"127.0.0.1:1\"\n\"A.example\" = \"127.0.0.1:2\"", 9, 1,
            "stands here twice"}),
    [](const auto& row) { return std::string(row.param.label); });

TEST_F(SettingsFile, RequiredSettingsAreMissedAtTheirTable) {
  const auto loaded = load("version = 1\n\n[gateway]\nthreads = 1\n");
  std::vector<std::string> found;
  for (const Problem& problem : loaded.problems) {
    found.push_back(std::to_string(problem.line) + ":" + std::to_string(problem.column) + " " +
                    problem.sentence);
  }
  EXPECT_THAT(found, testing::ElementsAre("1:1 \"certificate_file\" is missing in [listener]",
                                          "1:1 \"private_key_file\" is missing in [listener]",
                                          "3:1 \"id\" is missing in [gateway]",
                                          "3:1 \"federation_file\" is missing in [gateway]"));
}

TEST_F(SettingsFile, AnEmptyRequiredSettingIsAProblem) {
  std::string text(kLeast);
  text.replace(text.find("\"gw\""), 4, "\"\"");
  const auto loaded = load(text);
  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_EQ(loaded.problems[0].line, 3u);
  EXPECT_THAT(loaded.problems[0].sentence, HasSubstr("\"id\" is empty"));
}

TEST_F(SettingsFile, TheGatewayIdFitsTheHopHeader) {
  std::string text(kLeast);
  text.replace(text.find("\"gw\""), 4, "\"gw one\"");
  const auto loaded = load(text);
  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_THAT(loaded.problems[0].sentence, HasSubstr("letters, digits, dots"));
}

TEST_F(SettingsFile, AKeyPastedInPlaceOfItsFileIsNotRepeated) {
  for (const std::string_view pasted :
       {"MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "-----BEGIN\\nMIIEvQIBADANBg\\n-----END"}) {
    std::string text(kLeast);
    text.replace(text.find("gateway.key"), 11, pasted);
    const auto loaded = load(text);
    ASSERT_EQ(loaded.problems.size(), 1u);
    EXPECT_EQ(loaded.problems[0].line, 7u);
    EXPECT_THAT(loaded.problems[0].sentence, Not(HasSubstr("MIIE")));
  }
}

TEST_F(SettingsFile, ListsHaveLimits) {
  const auto with_prefixes = [&](int count) {
    std::string text = "[net]\nallow_private = [";
    for (int i = 0; i < count; ++i) text += "\"10.0." + std::to_string(i) + ".0/24\",";
    return load_more(text + "]\n");
  };
  EXPECT_TRUE(with_prefixes(64).value);
  EXPECT_THAT(with_prefixes(65).problems.at(0).sentence,
              HasSubstr("has 65 entries, and at most 64"));

  const auto with_hosts = [&](int count) {
    std::string text = "[net.hosts]\n";
    for (int i = 0; i < count; ++i) {
      text += "\"h" + std::to_string(i) + ".example\" = \"127.0.0.1:1\"\n";
    }
    return load_more(text);
  };
  EXPECT_TRUE(with_hosts(256).value);
  EXPECT_THAT(with_hosts(257).problems.at(0).sentence,
              HasSubstr("has 257 entries, and at most 256"));
}

TEST_F(SettingsFile, TextsHaveALimit) {
  const auto with_text = [&](std::size_t size) {
    return load_more("address = \"" + std::string(size, '1') + "\"").problems.at(0).sentence;
  };
  EXPECT_THAT(with_text(4096), HasSubstr("IPv4 or IPv6"));
  EXPECT_THAT(with_text(4097), HasSubstr("longer than 4096 bytes"));
}

TEST_F(SettingsFile, IsOneMebibyteAtMost) {
  std::string text(kLeast);
  text += std::string(1024 * 1024 - text.size(), '#');
  EXPECT_TRUE(load(text).value);
  EXPECT_THAT(load(text + "#").problems.at(0).sentence, HasSubstr("at most 1048576 are read"));
}

}  // namespace
}  // namespace fb::config
