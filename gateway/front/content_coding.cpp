// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/front/content_coding.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>

#include "protocols/model/letter_case.hpp"

namespace fb::front {
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;

// 15: the largest window of deflate; +16: with the head and the tail of gzip.
constexpr int kGzipWindowBits = 15 + 16;
constexpr int kMemoryLevel = 8;
constexpr std::size_t kInflateStepBytes = 16 * 1024;
// Accept-Encoding of real clients has three or four.
constexpr std::size_t kAcceptedCodingsMax = 32;

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

bool is_gzip(std::string_view coding) {
  return model::equal_without_case(coding, "gzip") || model::equal_without_case(coding, "x-gzip");
}

// The part before `separator`; `rest` becomes what is behind it.
std::string_view take(std::string_view& rest, char separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return trimmed(part);
}

struct EndInflate {
  void operator()(z_stream* stream) const {
    inflateEnd(stream);
    delete stream;
  }
};
struct EndDeflate {
  void operator()(z_stream* stream) const {
    deflateEnd(stream);
    delete stream;
  }
};

// zlib does not write to what it reads.
Bytef* readable(std::string_view bytes) {
  return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
}

std::size_t inflated_max(std::size_t deflated, std::size_t bytes_max) {
  return std::min(bytes_max, std::max(kInflationFloorBytes, deflated * kInflationRatioMax));
}

Result<std::string_view> inflated(std::string_view body, std::size_t bytes_max, std::string& room) {
  const Error damaged = Error::of(ErrorKind::malformed_request, "the gzip body is damaged");
  if (body.size() > std::numeric_limits<uInt>::max()) return Error::of(ErrorKind::body_too_large);
  std::unique_ptr<z_stream, EndInflate> stream(new z_stream{});
  if (inflateInit2(stream.get(), kGzipWindowBits) != Z_OK) {
    return Error::of(ErrorKind::server_busy, "there is no memory to inflate a body");
  }
  stream->next_in = readable(body);
  stream->avail_in = static_cast<uInt>(body.size());
  // One byte more than allowed, to see that it is too much.
  const std::size_t room_max = inflated_max(body.size(), bytes_max) + 1;
  std::size_t have = 0;
  int step = Z_OK;
  while (step != Z_STREAM_END) {
    room.resize(std::min(room_max, std::max(have * 2, have + kInflateStepBytes)));
    stream->next_out = reinterpret_cast<Bytef*>(room.data() + have);
    stream->avail_out = static_cast<uInt>(room.size() - have);
    step = inflate(stream.get(), Z_NO_FLUSH);
    have = room.size() - stream->avail_out;
    if (have == room_max) {
      return Error::of(ErrorKind::body_too_large, "the body becomes too large when it is inflated");
    }
    const bool starved = step == Z_OK && stream->avail_in == 0 && stream->avail_out != 0;
    if ((step != Z_OK && step != Z_STREAM_END) || starved) return damaged;
  }
  if (stream->avail_in != 0) return damaged;
  room.resize(have);
  return std::string_view(room);
}

std::optional<std::string> deflated(std::string_view body) {
  std::unique_ptr<z_stream, EndDeflate> stream(new z_stream{});
  if (deflateInit2(stream.get(), Z_BEST_SPEED, Z_DEFLATED, kGzipWindowBits, kMemoryLevel,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return std::nullopt;
  }
  // No larger than it was, or it is not worth while.
  std::string out(body.size(), '\0');
  stream->next_in = readable(body);
  stream->avail_in = static_cast<uInt>(body.size());
  stream->next_out = reinterpret_cast<Bytef*>(out.data());
  stream->avail_out = static_cast<uInt>(out.size());
  if (deflate(stream.get(), Z_FINISH) != Z_STREAM_END) return std::nullopt;
  out.resize(out.size() - stream->avail_out);
  return out;
}

// The weight in thousandths; what cannot be read counts as not accepted.
int weight_of(std::string_view parameters) {
  while (!parameters.empty()) {
    std::string_view value = take(parameters, ';');
    const std::string_view name = take(value, '=');
    if (!model::equal_without_case(name, "q")) continue;
    if (value.empty() || (value[0] != '0' && value[0] != '1')) return 0;
    int weight = (value[0] - '0') * 1000;
    if (value.size() == 1) return weight;
    if (value[1] != '.' || value.size() > 5) return 0;
    int unit = 100;
    for (const char c : value.substr(2)) {
      if (c < '0' || c > '9') return 0;
      weight += (c - '0') * unit;
      unit /= 10;
    }
    return weight <= 1000 ? weight : 0;
  }
  return 1000;
}

}  // namespace

Result<std::string_view> decoded_body(std::string_view codings, std::string_view body,
                                      std::size_t bytes_max, std::string& room) {
  const std::string_view coding = trimmed(codings);
  if (coding.empty() || model::equal_without_case(coding, "identity")) return body;
  if (!is_gzip(coding)) {
    return Error::of(ErrorKind::content_coding_unknown,
                     "the body has a content coding other than gzip");
  }
  if (body.empty()) return body;
  return inflated(body, bytes_max, room);
}

bool prefers_gzip(std::string_view accepted) {
  std::optional<int> gzip;
  std::optional<int> identity;
  std::optional<int> others;
  for (std::size_t i = 0; i < kAcceptedCodingsMax && !accepted.empty(); ++i) {
    std::string_view parameters = take(accepted, ',');
    const std::string_view coding = take(parameters, ';');
    if (coding.empty()) continue;
    const int weight = weight_of(parameters);
    if (is_gzip(coding)) gzip = std::max(gzip.value_or(0), weight);
    if (model::equal_without_case(coding, "identity")) identity = weight;
    if (coding == "*") others = weight;
  }
  const int gzip_weight = gzip.value_or(others.value_or(0));
  return gzip_weight > 0 && gzip_weight >= identity.value_or(0);
}

void encode_body(std::string_view accepted, net::ResponseBuffer& response) {
  const std::string_view body = response.body_view();
  if (body.size() < kDeflatedBodyBytesMin || body.size() > kDeflatedBodyBytesMax) return;
  response.add_header("Vary", "Accept-Encoding");
  if (!prefers_gzip(accepted)) return;
  const std::optional<std::string> small = deflated(body);
  if (!small) return;
  response.body().resize(net::ResponseBuffer::kHeadroom);
  response.body() += *small;
  response.add_header("Content-Encoding", "gzip");
}

}  // namespace fb::front
