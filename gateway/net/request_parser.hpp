// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// From bytes to the head of a request and, for a chunked body, to its octets. Beast reads the
// grammar; this adds what a server in front of others must be strict about: a message whose length
// can be understood in two ways is refused.
//
// Beware: the head's views point into the bytes that were given. One parser per request.
#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/net/server_connection.hpp"
#include "protocols/model/result.hpp"

namespace fb::net {

inline constexpr std::size_t kRequestHeadersMax = 128;

// Where the head ends: one past its empty line. Nothing where more has to come; an error where a
// line ends in another way than CR LF. `seen` bytes were searched before.
model::Result<std::optional<std::size_t>> find_head_end(std::string_view received,
                                                        std::size_t seen);

enum class BodyKind : std::uint8_t { none, sized, chunked };

class RequestParser final : private boost::beast::http::basic_parser<true> {
 public:
  RequestParser();

  // `bytes` is one whole head.
  model::Status read_head(std::string_view bytes, RequestHead& head);

  BodyKind body_kind() const { return body_kind_; }
  std::uint64_t sized_bytes() const { return sized_bytes_; }
  bool expects_continue() const { return expects_continue_; }
  bool is_http_1_0() const { return is_http_1_0_; }

  // Chunked bodies: decodes from the beginning of `encoded`, appends to `body`, and gives how much
  // was used up; what was not has to be given again with more behind it.
  model::Result<std::size_t> decode(std::string_view encoded, std::size_t body_bytes_max,
                                    std::string& body);
  bool body_complete() const { return is_done(); }

 private:
  using error_code = boost::beast::error_code;
  using string_view = boost::beast::string_view;
  using field = boost::beast::http::field;

  void on_request_impl(boost::beast::http::verb, string_view method, string_view target,
                       int version, error_code&) override;
  void on_response_impl(int, string_view, int, error_code&) override;
  void on_field_impl(field name, string_view name_text, string_view value, error_code&) override;
  void on_header_impl(error_code&) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override;
  std::size_t on_body_impl(string_view, error_code&) override;
  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override;
  std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, error_code&) override;
  void on_finish_impl(error_code&) override;

  std::string_view bytes_;
  RequestHead* head_ = nullptr;
  std::string* body_ = nullptr;
  std::uint64_t sized_bytes_ = 0;
  unsigned hosts_ = 0;
  BodyKind body_kind_ = BodyKind::none;
  bool expects_continue_ = false;
  bool is_http_1_0_ = false;
  bool in_head_ = true;
  const char* refusal_ = nullptr;  // what we found wrong and Beast did not
};

}  // namespace fb::net
