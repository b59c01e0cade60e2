// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The typed form of freebusyd.toml. Every field is bound to its key, default, bounds and sentence
// by one row in config/settings_schema.cpp; nothing else knows how it is spelled.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace fb::config {

struct GatewaySettings {
  std::string id;             // this gateway's name in the hop header
  std::uint32_t threads = 0;  // 0: one per core
  std::string federation_file;
  std::string cloud_catalogue_file;  // empty: the built-in one
};

// The stored federation objects. Without a file, the federation file alone says what counts.
struct RegistrySettings {
  std::string file;           // SQLite
  std::string backup_folder;  // empty: beside the file
  std::chrono::milliseconds poll_interval{500};
  std::uint32_t history_entries_max = 1'000'000;
};

// Where operators and freebusyctl change the federation objects.
struct AdminSettings {
  std::string socket;      // a unix socket; empty: none
  std::string address;     // of the HTTPS listener; empty: none
  std::uint16_t port = 0;  // 0: any free one
  std::string port_file;
  std::string accounts_file;  // who may do what
};

struct ListenerSettings {
  std::string address = "0.0.0.0";
  std::uint16_t port = 443;  // 0: any free port, reported at start
  std::string port_file;     // the bound port is written there, for tests and demos
  std::string certificate_file;
  std::string private_key_file;
  std::string public_url;                // https://host[:port]; goes into answers
  std::vector<std::string> other_hosts;  // under which callers reach the gateway, too
  std::uint32_t connections_max = 4096;
  std::uint32_t header_bytes_max = 64 * 1024;
  std::uint32_t body_bytes_max = 400 * 1024;
  std::chrono::milliseconds head_timeout{10'000};
  std::chrono::milliseconds body_timeout{10'000};
  std::chrono::milliseconds idle_timeout{120'000};
  std::chrono::milliseconds request_timeout{25'000};
};

// The plain HTTP listener that does nothing but redirect Autodiscover to public_url.
struct RedirectorSettings {
  bool enabled = false;
  std::string address = "0.0.0.0";
  std::uint16_t port = 80;  // 0: any free port
  std::string port_file;
};

struct AuthenticationSettings {
  bool basic = true;
  bool bearer = true;            // Entra's tokens, Exchange's S2S tokens and API tokens
  bool protected_tokens = true;  // PFT
  bool ws_security = true;       // delegation tokens at the /WSSecurity paths
  bool negotiate = false;
  std::string keytab_file;  // the keys of our HTTP service principal
  bool client_certificates = false;
  std::string client_ca_file;     // who signs client certificates; empty: only pinned ones count
  std::string authorization_uri;  // in the Bearer challenge; empty: of the first tenant's cloud
  std::chrono::seconds basic_remembered{300};
  std::uint32_t failures_max = 5;            // wrong passwords of one account from one address ...
  std::chrono::seconds failure_window{300};  // ... within this time, then throttled
  std::chrono::seconds clock_skew{300};
  std::uint32_t hashing_threads = 1;
  std::uint32_t hashing_queue_max = 32;
};

struct CacheSettings {
  std::uint64_t bytes_max = 256ull * 1024 * 1024;
  std::uint32_t chunk_days = 7;
  std::chrono::seconds fresh{300};
  std::chrono::seconds not_found{900};
  std::chrono::seconds timeout{15};
};

struct NetSettings {
  std::string ca_file;                       // empty: the system's store
  std::map<std::string, std::string> hosts;  // name -> address:port, TLS still verifies the name
  std::vector<std::string>
      allow_private;  // address prefixes that may be connected to, "127.0.0.0/8"
  std::chrono::milliseconds connect_timeout{5'000};
  std::chrono::milliseconds upstream_timeout{20'000};
  std::uint32_t connections_per_host_max = 8;
  std::uint32_t waiting_per_host_max = 256;
  std::uint32_t response_bytes_max = 8 * 1024 * 1024;
  // Of all threads together. Exchange lets one account have 27 (EWSMaxConcurrency).
  std::uint32_t requests_per_target_max = 20;
  std::uint32_t waiting_per_target_max = 512;
  std::vector<std::string> dns_servers;  // address:port; empty: those of the system
  std::string user_agent = "freebusy-gateway";
};

struct DiscoverySettings {
  std::chrono::milliseconds timeout{10'000};
  std::chrono::seconds found{24 * 60 * 60};
  std::chrono::seconds not_found{300};
};

struct LogSettings {
  std::string file;  // empty: standard error
  std::string level = "info";
  std::uint32_t queue_records_max = 8192;
};

struct Settings {
  GatewaySettings gateway;
  RegistrySettings registry;
  AdminSettings admin;
  ListenerSettings listener;
  RedirectorSettings redirector;
  AuthenticationSettings authentication;
  CacheSettings cache;
  NetSettings net;
  DiscoverySettings discovery;
  LogSettings log;
};

}  // namespace fb::config
