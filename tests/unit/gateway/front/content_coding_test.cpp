// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/content_coding.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <random>

namespace fb::front {
namespace {

using model::ErrorKind;

constexpr std::size_t kMany = 1024 * 1024;

std::string gzip(std::string_view text, int level = 9, int window_bits = 31) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, level, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  std::string in(text);
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

std::string noise(std::size_t bytes) {
  std::mt19937 random(7);
  std::string out(bytes, '\0');
  for (char& c : out) c = static_cast<char>(random());
  return out;
}

// The body, or the name of the refusal.
std::string decoded(std::string_view codings, std::string_view body, std::size_t max = kMany) {
  std::string room;
  const auto meant = decoded_body(codings, body, max, room);
  return meant ? std::string(*meant) : std::string(model::facts(meant.error().kind()).name);
}

TEST(DecodedBody, CodingsThatAreTaken) {
  const std::string body = "<hello/>";
  const std::string small = gzip(body);
  const struct {
    const char* coding;
    std::string sent;
    std::string expected;
  } rows[] = {
      {"", body, body},
      {"identity", body, body},
      {"Identity", body, body},
      {"gzip", small, body},
      {" GZIP ", small, body},
      {"x-gzip", small, body},
      {"gzip", gzip(""), ""},
      {"gzip", "", ""},
      {"deflate", body, "content_coding_unknown"},
      {"br", body, "content_coding_unknown"},
      {"zstd", body, "content_coding_unknown"},
      {"gzip, gzip", gzip(small), "content_coding_unknown"},
      {"gzip, identity", small, "content_coding_unknown"},
      {"gzip;q=1", small, "content_coding_unknown"},
  };
  for (const auto& row : rows) EXPECT_EQ(decoded(row.coding, row.sent), row.expected) << row.coding;
}

TEST(DecodedBody, WhatIsDamagedIsRefused) {
  const std::string whole = gzip(std::string(5000, 'a') + noise(3000));
  for (std::size_t length = 1; length < whole.size(); length += 97)
    EXPECT_EQ(decoded("gzip", whole.substr(0, length)), "malformed_request") << length;
  EXPECT_EQ(decoded("gzip", whole.substr(0, whole.size() - 1)), "malformed_request");
  std::string wrong_sum = whole;
  wrong_sum[wrong_sum.size() - 6] = static_cast<char>(wrong_sum[wrong_sum.size() - 6] ^ 1);
  const std::string rows[] = {
      whole + "x",
      whole + whole,
      "no gzip",
      wrong_sum,
      gzip("zlib, not gzip", 9, 15),
      gzip("raw deflate", 9, -15),
      whole + std::string(100, '\0'),
  };
  for (const std::string& row : rows) EXPECT_EQ(decoded("gzip", row), "malformed_request");
}

TEST(DecodedBody, TheLimitHoldsForWhatIsInflated) {
  const std::string text = noise(30'000);
  EXPECT_EQ(decoded("gzip", gzip(text), 30'000), text);
  EXPECT_EQ(decoded("gzip", gzip(text), 29'999), "body_too_large");
}

TEST(DecodedBody, ABombIsNotInflatedToItsEnd) {
  const std::string bomb = gzip(std::string(100 * kMany, 'a'));
  std::string room;
  const auto meant = decoded_body("gzip", bomb, 200 * kMany, room);
  ASSERT_FALSE(meant.has_value());
  EXPECT_EQ(meant.error().kind(), ErrorKind::body_too_large);
  EXPECT_LE(room.size(), bomb.size() * kInflationRatioMax + 1);
}

// Up to the floor any ratio will do; then honest text stays far below the limit.
TEST(DecodedBody, TheRatioBeginsToCountAtTheFloor) {
  const std::string at_floor(kInflationFloorBytes, 'a');
  EXPECT_EQ(decoded("gzip", gzip(at_floor)), at_floor);
  EXPECT_EQ(decoded("gzip", gzip(at_floor + "a")), "body_too_large");
  std::string honest;
  for (int i = 0; honest.size() < 4 * kInflationFloorBytes; ++i)
    honest += "<t:Address>person" + std::to_string(i) + "@contoso.example</t:Address>";
  EXPECT_EQ(decoded("gzip", gzip(honest)), honest);
}

TEST(PrefersGzip, ByWeights) {
  const std::pair<const char*, bool> rows[] = {
      {"", false},
      {"gzip", true},
      {"GZip", true},
      {"x-gzip", true},
      {"gzip, deflate", true},
      {"deflate, gzip;q=1.0, *;q=0.5", true},
      {"deflate, br", false},
      {"identity", false},
      {"*", true},
      {"*;q=0", false},
      {"gzip;q=0", false},
      {"gzip;q=0.000", false},
      {"gzip;q=0, *", false},
      {"gzip;q=0.001", true},
      {"gzip;q=0.5, identity", false},
      {"gzip;q=0.5, identity;q=0.5", true},
      {"gzip;q=0.4, identity;q=0.5", false},
      {"identity;q=0, gzip;q=0.1", true},
      {"identity;q=0", false},
      {" gzip ; q=0.8 , identity ; q=0.1", true},
      {"gzip;level=9;q=0", false},
      {"gzip;Q=0", false},
      {"gzip;q=2", false},
      {"gzip;q=1.001", false},
      {"gzip;q=0.1234", false},
      {"gzip;q=", false},
      {"gzip;q=x", false},
      {",,gzip,,", true},
  };
  for (const auto& [accepted, expected] : rows)
    EXPECT_EQ(prefers_gzip(accepted), expected) << accepted;
  std::string far;
  for (int i = 0; i < 32; ++i) far += "x" + std::to_string(i) + ",";
  EXPECT_FALSE(prefers_gzip(far + "gzip"));
  EXPECT_TRUE(prefers_gzip(far.substr(far.find(',') + 1) + "gzip"));
}

struct Encoded {
  std::string head;
  std::string body;
};

Encoded encoded(std::string_view accepted, std::string_view body) {
  net::ResponseBuffer response;
  response.set_content_type("text/xml; charset=utf-8");
  response.body() += body;
  encode_body(accepted, response);
  const std::string whole(response.finish(true));
  const std::size_t end = whole.find("\r\n\r\n") + 4;
  return {whole.substr(0, end), whole.substr(end)};
}

bool says(const Encoded& answer, std::string_view line) {
  return answer.head.find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
}

TEST(EncodeBody, ALargeBodyIsDeflatedForWhoTakesIt) {
  const std::string body(50'000, 'a');
  const Encoded answer = encoded("gzip, deflate", body);
  EXPECT_TRUE(says(answer, "Content-Encoding: gzip"));
  EXPECT_TRUE(says(answer, "Vary: Accept-Encoding"));
  EXPECT_TRUE(says(answer, "Content-Type: text/xml; charset=utf-8"));
  EXPECT_TRUE(says(answer, "Content-Length: " + std::to_string(answer.body.size())));
  EXPECT_LT(answer.body.size(), 1000u);
  z_stream stream{};
  ASSERT_EQ(inflateInit2(&stream, 31), Z_OK);
  std::string out(body.size() + 1, '\0');
  std::string in = answer.body;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(out.size() - stream.avail_out);
  inflateEnd(&stream);
  EXPECT_EQ(out, body);
}

TEST(EncodeBody, WhatIsNotDeflatedIsAsItWas) {
  const struct {
    const char* title;
    std::string_view accepted;
    std::string body;
    bool varies;
  } rows[] = {
      {"not accepted", "identity", std::string(50'000, 'a'), true},
      {"too small", "gzip", std::string(kDeflatedBodyBytesMin - 1, 'a'), false},
      {"nothing at all", "gzip", "", false},
      {"does not become smaller", "gzip", noise(50'000), true},
      {"too large", "gzip", std::string(kDeflatedBodyBytesMax + 1, 'a'), false},
  };
  for (const auto& row : rows) {
    const Encoded answer = encoded(row.accepted, row.body);
    EXPECT_FALSE(says(answer, "Content-Encoding: gzip")) << row.title;
    EXPECT_EQ(says(answer, "Vary: Accept-Encoding"), row.varies) << row.title;
    EXPECT_TRUE(answer.body == row.body) << row.title;
  }
  EXPECT_TRUE(
      says(encoded("gzip", std::string(kDeflatedBodyBytesMin, 'a')), "Content-Encoding: gzip"));
  EXPECT_TRUE(
      says(encoded("gzip", std::string(kDeflatedBodyBytesMax, 'a')), "Content-Encoding: gzip"));
}

}  // namespace
}  // namespace fb::front
