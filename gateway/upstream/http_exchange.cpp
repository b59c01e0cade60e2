// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/http_exchange.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>

namespace fb::upstream {
namespace asio = boost::asio;
namespace {

using model::Error;
using model::ErrorKind;
using model::Result;

constexpr double kRetryAfterMax_s = 24 * 60 * 60;

// `prefix` is in lower case.
bool begins_with(std::string_view text, std::string_view prefix) {
  if (text.size() < prefix.size()) return false;
  return std::equal(prefix.begin(), prefix.end(), text.begin(), [](char wanted, char c) {
    return wanted == (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  });
}

std::string status_text(const net::HttpResponse& response) {
  return "HTTP status " + std::to_string(response.status);
}

}  // namespace

asio::awaitable<Result<net::HttpResponse>> exchange_with_token(identity::TokenBroker& tokens,
                                                               TokenPresentation presentation,
                                                               net::HttpRequest request,
                                                               net::HttpClient& http,
                                                               async::Deadline deadline) {
  for (bool again = false;; again = true) {
    const Result<config::Secret> authorization =
        co_await authorization_for(tokens, presentation, http, deadline);
    if (!authorization) co_return authorization.error();
    net::HttpRequest sent = request;
    sent.headers.push_back({"Authorization", std::string(authorization->reveal())});
    Result<net::HttpResponse> response = co_await http.exchange(std::move(sent), deadline);
    if (!response || response->status != 401 || again) co_return response;
    forget_tokens(tokens, presentation);
  }
}

std::uint32_t retry_after_s(std::string_view header) {
  while (!header.empty() && header.front() == ' ') header.remove_prefix(1);
  while (!header.empty() && header.back() == ' ') header.remove_suffix(1);
  // The reader below also takes signs, "inf" and "nan".
  if (header.empty() || header.front() < '0' || header.front() > '9') return 0;
  double seconds = 0;
  const char* end = header.data() + header.size();
  const auto read = std::from_chars(header.data(), end, seconds, std::chars_format::fixed);
  if (read.ec != std::errc() || read.ptr != end) return 0;
  return static_cast<std::uint32_t>(std::ceil(std::min(seconds, kRetryAfterMax_s)));
}

bool is_html(const net::HttpResponse& response) {
  if (begins_with(response.header("Content-Type"), "text/html")) return true;
  const std::string_view body(response.body);
  const std::size_t start = body.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return false;
  return begins_with(body.substr(start), "<!doctype html") ||
         begins_with(body.substr(start), "<html");
}

bool has_moved(const Result<net::HttpResponse>& response) {
  if (!response) return response.error().kind() == ErrorKind::peer_unreachable;
  const unsigned status = response->status;
  return status == 404 || status == 410 || (status >= 300 && status < 400);
}

Error error_of_status(const net::HttpResponse& response) {
  const unsigned status = response.status;
  if (status >= 300 && status < 400) {
    return Error::of(ErrorKind::peer_broken,
                     status_text(response) + ": a redirect, and redirects are not followed");
  }
  // 456 is what some services say instead of 401 for a locked account.
  if (status == 401 || status == 403 || status == 456) {
    return Error::from_peer(ErrorKind::peer_refused_us, status_text(response),
                            response.header("x-ms-diagnostics"));
  }
  if (status == 429 || status == 503) {
    return Error::of(ErrorKind::peer_throttled, status_text(response))
        .with_retry_after_s(retry_after_s(response.header("Retry-After")));
  }
  if (status == 408 || status == 502 || status == 504) {
    return Error::of(ErrorKind::peer_unreachable,
                     status_text(response) + ": something before the peer gave up");
  }
  if (status == 404 || status == 405) {
    return Error::of(ErrorKind::peer_broken, status_text(response) + ": there is no such service");
  }
  return Error::of(ErrorKind::peer_broken, status_text(response));
}

Error error_of_response(const net::HttpResponse& response, Error said) {
  Error by_status = error_of_status(response);
  const bool body_explains =
      said.kind() != ErrorKind::peer_broken ||
      (by_status.kind() == ErrorKind::peer_broken && !said.peer_text().empty());
  if (!body_explains) return by_status;
  if (said.kind() == ErrorKind::peer_throttled && said.retry_after_s() == 0) {
    return std::move(said).with_retry_after_s(by_status.retry_after_s());
  }
  return said;
}

}  // namespace fb::upstream
