// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>
#include <boost/beast/http/status.hpp>
#include <charconv>
#include <iterator>

#include "gateway/net/header_text.hpp"
#include "gateway/net/server_connection.hpp"

namespace fb::net {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

void append_number(std::string& text, std::size_t number) {
  char digits[24];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
  text.append(std::begin(digits), end);
}

// Drops what could end the line.
void append_header(std::string& text, std::string_view name, std::string_view value) {
  text += name;
  text += ": ";
  std::copy_if(value.begin(), value.end(), std::back_inserter(text), is_header_value_char);
  text += kLineEnd;
}

bool has_no_body(unsigned status) { return status < 200 || status == 204 || status == 304; }

}  // namespace

ResponseBuffer::ResponseBuffer() : bytes_(kHeadroom, '\0') {}

void ResponseBuffer::clear() {
  bytes_.resize(kHeadroom);
  extra_headers_.clear();
  content_type_ = "text/plain; charset=utf-8";
  status_ = 200;
  closes_ = false;
}

void ResponseBuffer::add_header(std::string_view name, std::string_view value) {
  if (is_header_name(name)) append_header(extra_headers_, name, value);
}

std::string_view ResponseBuffer::finish(bool keep_alive) {
  if (has_no_body(status_)) bytes_.resize(kHeadroom);
  const std::size_t body_bytes = bytes_.size() - kHeadroom;
  const auto reason =
      boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(status_));

  std::string& head = message_;
  head.clear();
  head += "HTTP/1.1 ";
  append_number(head, status_);
  head += ' ';
  head.append(reason.data(), reason.size());
  head += kLineEnd;
  if (!has_no_body(status_)) {
    if (body_bytes != 0) append_header(head, "Content-Type", content_type_);
    head += "Content-Length: ";
    append_number(head, body_bytes);
    head += kLineEnd;
  }
  if (closes_ || !keep_alive) head += "Connection: close\r\n";
  head += extra_headers_;
  head += kLineEnd;

  if (head.size() > kHeadroom) {
    message_ += body_view();
    return message_;
  }
  const std::size_t begin = kHeadroom - head.size();
  std::copy(head.begin(), head.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(begin));
  return std::string_view(bytes_).substr(begin);
}

}  // namespace fb::net
