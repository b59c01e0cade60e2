// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/fetched_text.hpp"

namespace fb::identity {

using model::Error;
using model::ErrorKind;

boost::asio::awaitable<model::Result<std::string>> fetch_text(std::string url, std::string accept,
                                                              net::HttpClient* http,
                                                              async::Deadline deadline) {
  net::HttpRequest request;
  request.method = "GET";
  request.url = std::move(url);
  request.headers.push_back({"Accept", std::move(accept)});
  auto response = co_await http->exchange(std::move(request), deadline);
  if (!response) co_return Error::of(ErrorKind::token_unavailable, response.error().detail());
  if (response->status != 200) {
    co_return Error::of(ErrorKind::token_unavailable,
                        "it was answered with HTTP " + std::to_string(response->status));
  }
  co_return std::move(response->body);
}

}  // namespace fb::identity
