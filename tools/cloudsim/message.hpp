// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A request and an answer as the services of the simulation see them: no sockets, no HTTP library.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fb::cloudsim {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;
  std::string host;  // lower case, without a port
  std::string path;  // as sent, without the query
  std::string query;
  Headers headers;
  std::string body;

  // The first header of that name, without regard to case; empty where absent.
  std::string_view header(std::string_view name) const;
  // The media type of the body without parameters, in lower case.
  std::string media_type() const;
};

struct Reply {
  unsigned status = 200;
  std::string content_type = "application/json; charset=utf-8";
  Headers headers;
  std::string body;
};

// What a service found out about a request, for the journal.
struct Observation {
  std::string tenant;       // a name from the configuration
  std::string application;  // a client id or a Kerberos principal
  std::size_t mailboxes = 0;
};

struct Answer {
  Reply reply;
  Observation seen;
};

bool same_text(std::string_view a, std::string_view b);  // without regard to case of ASCII letters
std::string lower(std::string_view text);

// "%40" and the like decoded; none of the other characters are touched.
std::string percent_decoded(std::string_view text);
// The first value of a field of an application/x-www-form-urlencoded body, or of a query.
std::string form_value(std::string_view form, std::string_view name);
// How often a field occurs: a form that says something twice says nothing.
std::size_t form_count(std::string_view form, std::string_view name);

}  // namespace fb::cloudsim
