// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A real client that we did not write: curl.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <thread>

#include "tests/integration/net/echo_server.hpp"

namespace fb::test {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

struct CurlResult {
  int exit_code = -1;
  std::string output;
};

struct CurlTest : testing::Test {
  ~CurlTest() override {
    // The context is left when the last connection has ended by itself.
    boost::asio::post(io, [this] {
      server.stop_listening();
      server.finish_all_soon();
    });
    thread.join();
  }

  static EchoSettings settings() {
    EchoSettings settings;
    settings.body_bytes_max = 2'000'000;
    return settings;
  }

  std::string url(std::string_view path, std::string_view scheme = "https") const {
    return std::string(scheme) + "://localhost:" + std::to_string(server.port()) +
           std::string(path);
  }

  // Without a proxy and without ~/.curlrc, whatever the machine has.
  CurlResult curl(const std::string& arguments) const {
    const std::string port = std::to_string(server.port());
    const std::string command =
        "curl -q -s -S --noproxy '*' --max-time 60 --resolve localhost:" + port + ":127.0.0.1 " +
        arguments + " 2>&1";
    CurlResult result;
    FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return result;
    std::array<char, 4096> bytes;
    while (const std::size_t count = ::fread(bytes.data(), 1, bytes.size(), pipe)) {
      result.output.append(bytes.data(), count);
    }
    const int status = ::pclose(pipe);
    if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
    return result;
  }
  CurlResult trusting_curl(const std::string& arguments) const {
    return curl("--http1.1 --cacert " + pki.ca_file() + " " + arguments);
  }

  TestPki pki;
  boost::asio::io_context io{1};
  EchoServer server{io, async::real_clock(), pki.issue(), settings()};
  std::thread thread{[this] { io.run(); }};
};

TEST_F(CurlTest, KeepsTheConnection) {
  const CurlResult result = trusting_curl("-w ' %{num_connects}\\n' -d hello " + url("/a") + " " +
                                          url("/b") + " " + url("/c"));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.output, "POST /a hello 1\nPOST /b hello 0\nPOST /c hello 0\n");
}

TEST_F(CurlTest, WaitsForContinueBeforeALargeBody) {
  const std::string body(1'500'000, 'x');
  const std::string file = pki.file("body", body);
  const CurlResult result =
      trusting_curl("-v -o " + pki.file("answer", "") + " --expect100-timeout 50 " +
                    "-H 'Expect: 100-continue' --data-binary @" + file + " " + url("/a"));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.output, HasSubstr("< HTTP/1.1 100 Continue"));
  EXPECT_THAT(result.output, HasSubstr("< Content-Length: 1500008"));
}

TEST_F(CurlTest, UploadsInChunks) {
  const std::string file = pki.file("body", std::string(100'000, 'y'));
  const CurlResult result =
      trusting_curl("-i -H 'Transfer-Encoding: chunked' --data-binary @" + file + " " + url("/a"));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.output, HasSubstr("Content-Length: 100008\r\n"));
  EXPECT_THAT(result.output, EndsWith("yyyy"));
}

TEST_F(CurlTest, GetsTheRefusalOfABodyThatIsTooLarge) {
  const std::string file = pki.file("body", std::string(3'000'000, 'z'));
  const CurlResult result =
      trusting_curl("-i -H 'Expect:' --data-binary @" + file + " " + url("/a"));
  EXPECT_THAT(result.output, HasSubstr("HTTP/1.1 413 "));
}

TEST_F(CurlTest, AsksForTheHeadAlone) {
  const CurlResult result = trusting_curl("-I " + url("/a"));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.output, HasSubstr("Content-Length: 8\r\n"));
}

TEST_F(CurlTest, ReadsALargeAnswer) {
  const CurlResult result = trusting_curl(url("/big"));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.output.size(), EchoServer::kBigBytes);
}

TEST_F(CurlTest, SpeaksHttp10) {
  const CurlResult result = trusting_curl("--http1.0 -i " + url("/a"));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.output, EndsWith("GET /a "));
}

TEST_F(CurlTest, FallsBackFromHttp2) {
  const CurlResult result = curl("--http2 -i --cacert " + pki.ca_file() + " " + url("/a"));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.output, StartsWith("HTTP/1.1 200 "));
}

TEST_F(CurlTest, IsToldThatThePortSpeaksHttpsOnly) {
  const CurlResult result = curl(url("/a", "http"));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.output, "This port speaks HTTPS only.\n");
}

TEST_F(CurlTest, CannotUseTls11) {
  // 35: the handshake failed.
  EXPECT_EQ(
      trusting_curl("--ciphers DEFAULT@SECLEVEL=0 --tlsv1.0 --tls-max 1.1 " + url("/a")).exit_code,
      35);
  EXPECT_EQ(trusting_curl("--tls-max 1.2 " + url("/a")).exit_code, 0);
}

TEST_F(CurlTest, DoesNotTrustACertificateOfAnUnknownAuthority) {
  EXPECT_EQ(curl(url("/a")).exit_code, 60);
}

}  // namespace
}  // namespace fb::test
