// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/request_parser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fb::net {
namespace {

using model::ErrorKind;

TEST(FindHeadEnd, FindsTheEmptyLineWhereverTheSearchBegins) {
  const std::string text = "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET";
  const std::size_t end = text.size() - 3;
  for (std::size_t seen = 0; seen < end; ++seen) {
    const auto found = find_head_end(text, seen);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(*found, end) << seen;
  }
}

TEST(FindHeadEnd, AsksForMoreUntilTheLastByte) {
  const std::string text = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  for (std::size_t length = 0; length < text.size(); ++length) {
    const auto found = find_head_end(std::string_view(text).substr(0, length), 0);
    ASSERT_TRUE(found.has_value()) << length;
    EXPECT_FALSE(found->has_value()) << length;
  }
}

TEST(FindHeadEnd, RefusesBareLineFeeds) {
  for (const std::string_view text : {"\n", "GET / HTTP/1.1\n", "GET / HTTP/1.1\r\nHost: a\n\n",
                                      "GET / HTTP/1.1\r\nHost: a\r\n\n"}) {
    EXPECT_TRUE(find_head_end(text, 0).has_error()) << text;
  }
}

struct HeadCase {
  std::string_view name;
  std::string_view bytes;
};
void PrintTo(const HeadCase& test, std::ostream* out) { *out << test.name; }

class GoodHead : public testing::TestWithParam<HeadCase> {};
class BadHead : public testing::TestWithParam<HeadCase> {};

TEST_P(GoodHead, IsRead) {
  RequestParser parser;
  RequestHead head;
  const model::Status status = parser.read_head(GetParam().bytes, head);
  EXPECT_TRUE(status.has_value()) << status.error().detail();
}

TEST_P(BadHead, IsMalformed) {
  RequestParser parser;
  RequestHead head;
  const model::Status status = parser.read_head(GetParam().bytes, head);
  ASSERT_TRUE(status.has_error());
  EXPECT_EQ(status.error().kind(), ErrorKind::malformed_request);
}

constexpr HeadCase kGood[] = {
    {"one_host", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"http_1_0_without_host", "GET / HTTP/1.0\r\n\r\n"},
    {"empty_value", "GET / HTTP/1.1\r\nHost: a\r\nX-A:\r\n\r\n"},
    {"length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\n"},
    {"length_of_nothing", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"},
    {"chunked", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"},
    {"chunked_in_capitals", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: CHUNKED\r\n\r\n"},
    {"http_1_0_with_length", "POST / HTTP/1.0\r\nContent-Length: 1\r\n\r\n"},
};

// Each differs from a good one in one thing.
constexpr HeadCase kBad[] = {
    {"no_host", "GET / HTTP/1.1\r\n\r\n"},
    {"two_hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"},
    {"http_1_0_with_two_hosts", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"},
    {"version_2", "GET / HTTP/2.0\r\nHost: a\r\n\r\n"},
    {"version_0_9", "GET /\r\n\r\n"},
    {"no_method", " / HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"no_target", "GET  HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"control_in_target", "GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"blank_before_colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n"},
    {"no_colon", "GET / HTTP/1.1\r\nHost a\r\n\r\n"},
    {"folded_header", "GET / HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n"},
    {"folded_first_header", "GET / HTTP/1.1\r\n Host: a\r\n\r\n"},
    {"carriage_return_in_value", "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n"},
    {"control_in_value", "GET / HTTP/1.1\r\nHost: a\x01\r\n\r\n"},
    {"length_and_chunked",
     "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"},
    {"chunked_and_length",
     "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"},
    {"length_of_nothing_and_chunked",
     "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n"},
    {"two_lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n"},
    {"the_same_length_twice",
     "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n"},
    {"length_list", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\n"},
    {"length_with_sign", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\n"},
    {"negative_length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -3\r\n\r\n"},
    {"hexadecimal_length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x3\r\n\r\n"},
    {"empty_length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n"},
    {"length_beyond_64_bits",
     "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551616\r\n\r\n"},
    {"other_encoding", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n"},
    {"encoding_list", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"},
    {"chunked_not_last",
     "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n"},
    {"chunked_twice",
     "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
     "Transfer-Encoding: chunked\r\n\r\n"},
    {"unknown_encoding_and_length",
     "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\nContent-Length: 3\r\n\r\n"},
    {"http_1_0_chunked", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"},
};

std::string name_of(const testing::TestParamInfo<HeadCase>& info) {
  return std::string(info.param.name);
}
INSTANTIATE_TEST_SUITE_P(RequestParser, GoodHead, testing::ValuesIn(kGood), name_of);
INSTANTIATE_TEST_SUITE_P(RequestParser, BadHead, testing::ValuesIn(kBad), name_of);

TEST(RequestParser, GivesTheHead) {
  const std::string_view bytes =
      "POST /EWS/Exchange.asmx?a=1&b=2 HTTP/1.1\r\nHost: gw\r\nX-A:  one two \r\nx-a: "
      "three\r\n\r\n";
  RequestParser parser;
  RequestHead head;
  ASSERT_TRUE(parser.read_head(bytes, head).has_value());
  EXPECT_EQ(head.method, "POST");
  EXPECT_EQ(head.target, "/EWS/Exchange.asmx?a=1&b=2");
  EXPECT_EQ(head.path, "/EWS/Exchange.asmx");
  EXPECT_EQ(head.query, "a=1&b=2");
  ASSERT_EQ(head.headers.size(), 3U);
  EXPECT_EQ(head.header("x-A"), "one two");
  EXPECT_EQ(head.header("host"), "gw");
  EXPECT_EQ(head.header("X-B"), "");
}

TEST(RequestParser, SplitsTargets) {
  const struct {
    std::string target, path, query;
  } cases[] = {
      {"/", "/", ""},
      {"/a?", "/a", ""},
      {"/a?b?c", "/a", "b?c"},
      {"/a%3Fb", "/a%3Fb", ""},
      {"*", "*", ""},
      {"https://gw.example/a?b", "/a", "b"},
      {"HTTP://gw.example:80", "/", ""},
      {"https://gw.example?b", "/", "b"},
      {"?b", "/", "b"},
  };
  for (const auto& test : cases) {
    const std::string bytes = "GET " + test.target + " HTTP/1.1\r\nHost: a\r\n\r\n";
    RequestParser parser;
    RequestHead head;
    ASSERT_TRUE(parser.read_head(bytes, head).has_value()) << test.target;
    EXPECT_EQ(head.target, test.target);
    EXPECT_EQ(head.path, test.path) << test.target;
    EXPECT_EQ(head.query, test.query) << test.target;
  }
}

TEST(RequestParser, KnowsWhetherTheConnectionIsKept) {
  const struct {
    std::string_view version, connection;
    bool kept;
  } cases[] = {
      {"1.1", "", true},
      {"1.1", "Connection: close\r\n", false},
      {"1.0", "", false},
      {"1.0", "Connection: keep-alive\r\n", true},
      {"1.1", "Connection: TE, Close\r\n", false},
  };
  for (const auto& test : cases) {
    std::string bytes = "GET / HTTP/";
    bytes += test.version;
    bytes += "\r\nHost: a\r\n";
    bytes += test.connection;
    bytes += "\r\n";
    RequestParser parser;
    RequestHead head;
    ASSERT_TRUE(parser.read_head(bytes, head).has_value());
    EXPECT_EQ(head.keep_alive, test.kept) << bytes;
  }
}

TEST(RequestParser, KnowsWhoWaitsForContinue) {
  const struct {
    std::string_view bytes;
    bool waits;
  } cases[] = {
      {"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\n", true},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n", false},
      {"POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n", false},
  };
  for (const auto& test : cases) {
    RequestParser parser;
    RequestHead head;
    ASSERT_TRUE(parser.read_head(test.bytes, head).has_value());
    EXPECT_EQ(parser.expects_continue(), test.waits) << test.bytes;
  }
}

TEST(RequestParser, BoundsTheNumberOfHeaders) {
  for (const std::size_t count : {kRequestHeadersMax, kRequestHeadersMax + 1}) {
    std::string bytes = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (std::size_t i = 1; i < count; ++i) bytes += "A: b\r\n";
    bytes += "\r\n";
    RequestParser parser;
    RequestHead head;
    EXPECT_EQ(parser.read_head(bytes, head).has_value(), count == kRequestHeadersMax) << count;
  }
}

constexpr std::string_view kChunkedHead =
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

struct Decoded {
  model::Result<std::size_t> last = std::size_t{0};
  std::size_t used = 0;
  std::string body;
  bool complete = false;
};

// Gives the bytes in pieces of that size, as a socket would.
Decoded decode(std::string_view encoded, std::size_t piece, std::size_t body_bytes_max = 1'000) {
  RequestParser parser;
  RequestHead head;
  EXPECT_TRUE(parser.read_head(kChunkedHead, head).has_value());
  Decoded out;
  std::string pending;
  while (!encoded.empty() && !parser.body_complete()) {
    pending += encoded.substr(0, piece);
    encoded.remove_prefix(std::min(piece, encoded.size()));
    out.last = parser.decode(pending, body_bytes_max, out.body);
    if (!out.last) return out;
    out.used += *out.last;
    pending.erase(0, *out.last);
  }
  out.complete = parser.body_complete();
  return out;
}

TEST(ChunkedBody, IsTheSameInPiecesOfAnySize) {
  const std::string_view body =
      "4\r\nWiki\r\n6;x=1;y=\"2\"\r\npedia \r\nE\r\nin \r\n\r\nchunks.\r\n0\r\nX-T: 1\r\n\r\n";
  const std::string encoded = std::string(body) + "GET /next";
  for (std::size_t piece = 1; piece <= encoded.size(); ++piece) {
    const Decoded decoded = decode(encoded, piece);
    ASSERT_TRUE(decoded.complete) << piece;
    EXPECT_EQ(decoded.body, "Wikipedia in \r\n\r\nchunks.") << piece;
    EXPECT_EQ(decoded.used, body.size()) << piece;
  }
}

TEST(ChunkedBody, IsIncompleteUntilItsLastByte) {
  const std::string_view body = "3\r\nabc\r\n0\r\n\r\n";
  for (std::size_t length = 0; length < body.size(); ++length) {
    const Decoded decoded = decode(body.substr(0, length), 2);
    EXPECT_TRUE(decoded.last.has_value()) << length;
    EXPECT_FALSE(decoded.complete) << length;
  }
}

TEST(ChunkedBody, MalformedIsRefused) {
  for (const std::string_view encoded :
       {"x\r\nabc\r\n0\r\n\r\n", "-3\r\nabc\r\n0\r\n\r\n", "0x3\r\nabc\r\n0\r\n\r\n",
        " 3\r\nabc\r\n0\r\n\r\n", "3\nabc\r\n0\r\n\r\n", "\r\n3\r\nabc\r\n0\r\n\r\n",
        "3\r\nabcX0\r\n\r\n", "3\r\nabcd\r\n0\r\n\r\n", "11111111111111111\r\nabc",
        "3 x\r\nabc\r\n0\r\n\r\n", "3\r\nabc\r\n0\r\nContent-Length: 3\r\n\r\n",
        "3\r\nabc\r\n0\r\nno colon\r\n\r\n"}) {
    for (const std::size_t piece : {std::size_t{1}, encoded.size()}) {
      const Decoded decoded = decode(encoded, piece);
      ASSERT_TRUE(decoded.last.has_error()) << encoded << " by " << piece;
      EXPECT_EQ(decoded.last.error().kind(), ErrorKind::malformed_request) << encoded;
    }
  }
}

TEST(ChunkedBody, IsBoundedAcrossChunks) {
  const std::string_view body = "3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n";
  EXPECT_TRUE(decode(body, 1, 7).complete);
  const Decoded decoded = decode(body, 1, 6);
  ASSERT_TRUE(decoded.last.has_error());
  EXPECT_EQ(decoded.last.error().kind(), ErrorKind::body_too_large);
}

}  // namespace
}  // namespace fb::net
