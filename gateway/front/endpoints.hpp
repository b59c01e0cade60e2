// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Every path that the gateway answers, in one table. Paths are matched without regard to case, as
// IIS does; a `*` stands for one segment, which is handed on as it was sent.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace fb::front {

enum class Endpoint : std::uint8_t {
  ews,
  ews_security,  // EWS with the credential inside the envelope
  autodiscover_soap,
  autodiscover_soap_security,
  autodiscover_pox,
  autodiscover_probe,  // asked for its headers only
  autodiscover_json,
  graph_schedule,
  graph_meeting_times,
  availability,
  openapi,
  live,
  ready,
};

// In whose words a refusal is put before the endpoint itself has spoken.
enum class Dialect : std::uint8_t { none, ews, autodiscover, graph, plain };

// if_given: a credential that is sent is checked; the endpoint decides whether it needs one.
// in_envelope: the body has it, so the body is read first.
enum class CallerNeed : std::uint8_t { never, if_given, always, in_envelope };

struct EndpointRow {
  std::string_view path;  // lower case
  std::string_view method;
  Endpoint endpoint;
  CallerNeed caller;
  Dialect dialect;
};

inline constexpr std::array kEndpoints{
    EndpointRow{"/ews/exchange.asmx", "POST", Endpoint::ews, CallerNeed::always, Dialect::ews},
    EndpointRow{"/ews/exchange.asmx/wssecurity", "POST", Endpoint::ews_security,
                CallerNeed::in_envelope, Dialect::ews},
    EndpointRow{"/ews/exchange.asmx/wssecurity/symmetrickey", "POST", Endpoint::ews_security,
                CallerNeed::in_envelope, Dialect::ews},
    EndpointRow{"/ews/exchange.asmx/wssecurity/x509cert", "POST", Endpoint::ews_security,
                CallerNeed::in_envelope, Dialect::ews},
    EndpointRow{"/autodiscover/autodiscover.svc", "POST", Endpoint::autodiscover_soap,
                CallerNeed::if_given, Dialect::autodiscover},
    EndpointRow{"/autodiscover/autodiscover.svc", "GET", Endpoint::autodiscover_probe,
                CallerNeed::always, Dialect::autodiscover},
    EndpointRow{"/autodiscover/autodiscover.svc", "HEAD", Endpoint::autodiscover_probe,
                CallerNeed::always, Dialect::autodiscover},
    EndpointRow{"/autodiscover/autodiscover.svc/wssecurity", "POST",
                Endpoint::autodiscover_soap_security, CallerNeed::in_envelope,
                Dialect::autodiscover},
    EndpointRow{"/autodiscover/autodiscover.svc/wssecurity/symmetrickey", "POST",
                Endpoint::autodiscover_soap_security, CallerNeed::in_envelope,
                Dialect::autodiscover},
    EndpointRow{"/autodiscover/autodiscover.svc/wssecurity/x509cert", "POST",
                Endpoint::autodiscover_soap_security, CallerNeed::in_envelope,
                Dialect::autodiscover},
    EndpointRow{"/autodiscover/autodiscover.xml", "POST", Endpoint::autodiscover_pox,
                CallerNeed::always, Dialect::autodiscover},
    EndpointRow{"/autodiscover/autodiscover.xml", "GET", Endpoint::autodiscover_probe,
                CallerNeed::always, Dialect::autodiscover},
    EndpointRow{"/autodiscover/autodiscover.xml", "HEAD", Endpoint::autodiscover_probe,
                CallerNeed::always, Dialect::autodiscover},
    EndpointRow{"/autodiscover/autodiscover.json", "GET", Endpoint::autodiscover_json,
                CallerNeed::never, Dialect::autodiscover},
    EndpointRow{"/autodiscover/autodiscover.json/v1.0/*", "GET", Endpoint::autodiscover_json,
                CallerNeed::never, Dialect::autodiscover},
    EndpointRow{"/v1.0/me/calendar/getschedule", "POST", Endpoint::graph_schedule,
                CallerNeed::always, Dialect::graph},
    EndpointRow{"/v1.0/users/*/calendar/getschedule", "POST", Endpoint::graph_schedule,
                CallerNeed::always, Dialect::graph},
    EndpointRow{"/v1.0/me/findmeetingtimes", "POST", Endpoint::graph_meeting_times,
                CallerNeed::always, Dialect::graph},
    EndpointRow{"/v1.0/users/*/findmeetingtimes", "POST", Endpoint::graph_meeting_times,
                CallerNeed::always, Dialect::graph},
    EndpointRow{"/v1/availability", "POST", Endpoint::availability, CallerNeed::always,
                Dialect::plain},
    EndpointRow{"/v1/availability", "GET", Endpoint::availability, CallerNeed::always,
                Dialect::plain},
    EndpointRow{"/v1/openapi.json", "GET", Endpoint::openapi, CallerNeed::never, Dialect::plain},
    EndpointRow{"/healthz", "GET", Endpoint::live, CallerNeed::never, Dialect::none},
    EndpointRow{"/readyz", "GET", Endpoint::ready, CallerNeed::never, Dialect::none},
};

struct EndpointMatch {
  const EndpointRow* row = nullptr;  // null: the path or the method is not answered
  std::string_view segment;          // what stood in place of the `*`
  Dialect dialect = Dialect::none;   // of the path, also where the method is wrong
  std::string allow;  // the methods that the path does take; empty where there is no such path
};

EndpointMatch find_endpoint(std::string_view method, std::string_view path);

}  // namespace fb::front
