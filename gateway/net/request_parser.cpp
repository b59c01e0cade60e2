// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/request_parser.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <limits>

namespace fb::net {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using model::Error;
using model::ErrorKind;

std::string_view std_view(beast::string_view text) { return {text.data(), text.size()}; }

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// A proxy's form of a target carries scheme and host; what follows them is the path.
std::string_view without_authority(std::string_view target) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!beast::iequals(target.substr(0, scheme.size()), scheme)) continue;
    const std::size_t path = target.find_first_of("/?", scheme.size());
    return path == std::string_view::npos ? "/" : target.substr(path);
  }
  return target;
}

void split_target(RequestHead& head) {
  const std::string_view local = without_authority(head.target);
  const std::size_t mark = local.find('?');
  head.path = local.substr(0, mark);
  if (head.path.empty()) head.path = "/";
  if (mark != std::string_view::npos) head.query = local.substr(mark + 1);
}

Error malformed(std::string detail) {
  return Error::of(ErrorKind::malformed_request, std::move(detail));
}

}  // namespace

std::string_view RequestHead::header(std::string_view name) const {
  for (const auto& [header_name, value] : headers) {
    if (beast::iequals(header_name, name)) return value;
  }
  return {};
}

model::Result<std::optional<std::size_t>> find_head_end(std::string_view received,
                                                        std::size_t seen) {
  // The end may have begun in the last three bytes that were searched before.
  std::size_t at = seen > 3 ? seen - 3 : 0;
  while ((at = received.find('\n', at)) != std::string_view::npos) {
    if (at == 0 || received[at - 1] != '\r') return malformed("a line does not end in CR LF");
    if (at >= 3 && received.substr(at - 3, 3) == "\r\n\r") return std::optional(at + 1);
    ++at;
  }
  return std::optional<std::size_t>();
}

RequestParser::RequestParser() {
  // Both are bounded by the connection, which knows what it holds.
  header_limit(std::numeric_limits<std::uint32_t>::max());
  body_limit(boost::none);
}

model::Status RequestParser::read_head(std::string_view bytes, RequestHead& head) {
  bytes_ = bytes;
  head_ = &head;
  error_code failed;
  const std::size_t used = put(boost::asio::buffer(bytes.data(), bytes.size()), failed);
  head_ = nullptr;
  in_head_ = false;
  if (refusal_ != nullptr) return malformed(refusal_);
  if (failed) return malformed("head: " + failed.message());
  if (used != bytes.size()) return malformed("head: not one message");
  if (hosts_ > 1 || (hosts_ == 0 && !is_http_1_0_)) return malformed("head: not one Host");
  head.keep_alive = keep_alive();
  split_target(head);
  return model::Status();
}

model::Result<std::size_t> RequestParser::decode(std::string_view encoded,
                                                 std::size_t body_bytes_max, std::string& body) {
  body_ = &body;
  std::size_t used = 0;
  while (!is_done() && used < encoded.size()) {
    // Beast looks at the limit when a chunk begins, and then everything before it is in `body`.
    body_limit(body_bytes_max - body.size());
    error_code failed;
    used += put(boost::asio::buffer(encoded.data() + used, encoded.size() - used), failed);
    if (failed == http::error::need_more) break;
    if (failed == http::error::body_limit) {
      return Error::of(ErrorKind::body_too_large, "chunked body");
    }
    if (failed) return malformed("chunked body: " + failed.message());
  }
  return used;
}

void RequestParser::on_request_impl(http::verb, string_view method, string_view target, int version,
                                    error_code&) {
  head_->method = std_view(method);
  head_->target = std_view(target);
  is_http_1_0_ = version == 10;
}

void RequestParser::on_response_impl(int, string_view, int, error_code&) {}

void RequestParser::on_field_impl(field name, string_view name_text, string_view value,
                                  error_code& failed) {
  if (!in_head_) return;  // a trailer: framing is over, and nobody asked for it
  const std::string_view text = std_view(value);
  const auto refuse = [&](const char* why) {
    refusal_ = why;
    failed = http::error::bad_field;
  };
  if (head_->headers.size() == kRequestHeadersMax) return refuse("head: too many headers");
  // Beast joins folded lines in a buffer of its own, which is gone when this returns.
  const bool is_ours =
      text.empty() || (text.data() >= bytes_.data() && text.data() < bytes_.data() + bytes_.size());
  if (!is_ours) {
    return refuse("head: a folded header");
  }
  switch (name) {
    case field::host:
      ++hosts_;
      break;
    case field::content_length:
      if (body_kind_ != BodyKind::none || !is_digits(text)) {
        return refuse("head: not one Content-Length");
      }
      body_kind_ = BodyKind::sized;
      break;
    case field::transfer_encoding:
      if (body_kind_ != BodyKind::none || is_http_1_0_ || !beast::iequals(value, "chunked")) {
        return refuse("head: a Transfer-Encoding other than chunked alone");
      }
      body_kind_ = BodyKind::chunked;
      break;
    case field::expect:
      expects_continue_ = !is_http_1_0_ && beast::iequals(value, "100-continue");
      break;
    default:
      break;
  }
  head_->headers.emplace_back(std_view(name_text), text);
}

void RequestParser::on_header_impl(error_code&) {
  if (body_kind_ == BodyKind::sized) sized_bytes_ = content_length().value_or(0);
  if (body_kind_ == BodyKind::sized && sized_bytes_ == 0) body_kind_ = BodyKind::none;
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) {}

std::size_t RequestParser::on_body_impl(string_view bytes, error_code&) { return bytes.size(); }

void RequestParser::on_chunk_header_impl(std::uint64_t, string_view, error_code&) {}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, string_view bytes, error_code&) {
  body_->append(bytes.data(), bytes.size());
  return bytes.size();
}

void RequestParser::on_finish_impl(error_code&) {}

}  // namespace fb::net
