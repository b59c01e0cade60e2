// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/app/gateway_app.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_future.hpp>
#include <cstdio>
#include <thread>
#include <utility>

#include "gateway/app/administration.hpp"
#include "gateway/app/command_line.hpp"
#include "gateway/app/listener_tls.hpp"
#include "gateway/app/reload_log.hpp"
#include "gateway/app/source_log.hpp"
#include "gateway/app/worker.hpp"
#include "gateway/front/autodiscover_endpoint.hpp"
#include "gateway/front/http_session.hpp"
#include "gateway/front/listener.hpp"
#include "gateway/front/port80_redirector.hpp"
#include "gateway/identity/delegation_tokens.hpp"
#include "gateway/identity/key_refresh.hpp"
#include "gateway/identity/token_broker.hpp"
#include "gateway/net/plain_probe.hpp"
#include "gateway/net/server_connection.hpp"
#include "gateway/net/srv_lookup.hpp"
#include "gateway/ops/health.hpp"
#include "gateway/ops/log.hpp"
#include "gateway/upstream/calendar_upstream.hpp"

namespace fb::app {
namespace asio = boost::asio;
namespace {

// How long requests under way may take to finish once the stop has begun; then they are cut off.
constexpr std::chrono::seconds kStopGrace{30};
// Reading calendar files; password hashing has a pool of its own, sized by a setting.
constexpr std::size_t kFileThreads = 1;
constexpr std::size_t kFileQueueMax = 256;
// Proving ourselves to calendar sources: a KDC that does not answer must hold up nothing else.
constexpr std::size_t kCredentialThreads = 1;
constexpr std::size_t kCredentialQueueMax = 256;
// Opens delegation tokens, which takes a millisecond or two each.
constexpr std::size_t kCryptoThreads = 2;
constexpr std::size_t kCryptoQueueMax = 64;

cache::Limits cache_limits(const config::CacheSettings& settings) {
  cache::Limits limits;
  limits.bytes_max = settings.bytes_max;
  limits.chunk = std::chrono::days(settings.chunk_days);
  limits.fresh = settings.fresh;
  limits.not_found = settings.not_found;
  limits.timeout = settings.timeout;
  return limits;
}

net::ClientSettings client_settings(const config::NetSettings& settings) {
  net::ClientSettings client;
  client.hosts = settings.hosts;
  client.allow_private = settings.allow_private;
  client.connect_timeout = settings.connect_timeout;
  client.connections_per_host_max = settings.connections_per_host_max;
  client.waiting_per_host_max = settings.waiting_per_host_max;
  client.response_bytes_max = settings.response_bytes_max;
  client.user_agent = settings.user_agent;
  return client;
}

upstream::UpstreamOptions upstream_options(const config::Settings& settings,
                                           net::PlainProbe& plain_probe, net::SrvLookup& srv_lookup,
                                           async::OffloadPool& credentials,
                                           identity::DelegationTokens& delegations) {
  upstream::UpstreamOptions options;
  options.targets = {settings.net.requests_per_target_max, settings.net.waiting_per_target_max};
  options.discovery = {settings.discovery.timeout, settings.discovery.found,
                       settings.discovery.not_found};
  options.plain_probe = &plain_probe;
  options.srv_lookup = &srv_lookup;
  options.credentials = &credentials;
  options.delegations = &delegations;
  return options;
}

net::ServerLimits server_limits(const config::ListenerSettings& settings) {
  net::ServerLimits limits;
  limits.header_bytes_max = settings.header_bytes_max;
  limits.head_timeout = settings.head_timeout;
  limits.body_timeout = settings.body_timeout;
  limits.idle_timeout = settings.idle_timeout;
  return limits;
}

std::size_t worker_count(const config::GatewaySettings& settings) {
  if (settings.threads > 0) return settings.threads;
  return std::max(1u, std::thread::hardware_concurrency());
}

// Everything that lives as long as the program, in the order in which it needs each other.
class GatewayApp {
 public:
  GatewayApp(Configuration configuration, std::filesystem::path settings_file, ops::Log& log,
             std::unique_ptr<ListenerTls> server_tls,
             std::shared_ptr<const net::ClientTlsContext> client_tls);

  // The registry, where there is one; before listen().
  model::Status open_administration();
  model::Status listen();
  void run();

 private:
  model::Status listen_for_redirects(std::vector<asio::io_context*> contexts);
  asio::awaitable<void> serve(asio::ip::tcp::socket socket, std::size_t worker);
  void start_key_refresh();
  void wait_for_signals();
  void wait_for_workers();
  void reload();
  void reload_administration();
  void reload_certificate();
  void stop();

  config::Settings settings_;
  std::filesystem::path settings_file_;
  ops::Log& log_;
  const std::unique_ptr<ListenerTls> server_tls_;
  const std::shared_ptr<const net::ClientTlsContext> client_tls_;
  async::Clock& clock_ = async::real_clock();
  ops::Health health_;
  config::SnapshotHolder snapshots_;
  cache::AvailabilityCache cache_;
  // Before the pools: whatever a pool thread still finishes is told to a loop that is there.
  std::vector<std::unique_ptr<Worker>> workers_;
  async::OffloadPool hashing_;
  async::OffloadPool files_;
  async::OffloadPool source_credentials_{kCredentialThreads, kCredentialQueueMax};
  std::unique_ptr<identity::SigningKeys> keys_;
  async::OffloadPool crypto_{kCryptoThreads, kCryptoQueueMax};
  std::unique_ptr<identity::IssuerCertificates> issuer_certificates_;
  std::unique_ptr<identity::EnvelopeAuthenticator> envelopes_;
  identity::FailureLimiter anonymous_questions_{front::kAnonymousQuestionsMax,
                                                front::kAnonymousWindow};
  std::unique_ptr<identity::Authenticator> authenticator_;
  std::unique_ptr<identity::TokenBroker> tokens_;
  std::unique_ptr<identity::DelegationTokens> delegations_;
  std::unique_ptr<net::PlainProbe> plain_probe_;
  std::unique_ptr<net::SrvLookup> srv_lookup_;
  std::unique_ptr<upstream::CalendarUpstream> upstream_;
  std::unique_ptr<pipeline::CachedFetch> fetch_;
  pipeline::AvailabilityService availability_;
  async::TaskGroup sessions_;
  async::TaskGroup background_;
  std::vector<front::Services> services_;
  std::unique_ptr<front::Listener> listener_;
  std::unique_ptr<front::Listener> redirector_;     // null where it is off
  std::unique_ptr<Administration> administration_;  // null where there is no registry
  asio::io_context control_{1};
  asio::signal_set signals_{control_, SIGTERM, SIGINT, SIGHUP};
};

GatewayApp::GatewayApp(Configuration configuration, std::filesystem::path settings_file,
                       ops::Log& log, std::unique_ptr<ListenerTls> server_tls,
                       std::shared_ptr<const net::ClientTlsContext> client_tls)
    : settings_(std::move(configuration.settings)),
      settings_file_(std::move(settings_file)),
      log_(log),
      server_tls_(std::move(server_tls)),
      client_tls_(std::move(client_tls)),
      snapshots_(std::move(configuration.snapshot)),
      cache_(cache_limits(settings_.cache)),
      hashing_(settings_.authentication.hashing_threads,
               settings_.authentication.hashing_queue_max),
      files_(kFileThreads, kFileQueueMax),
      keys_(identity::make_signing_keys(clock_, log_sources(log, "signing_keys"))),
      issuer_certificates_(
          identity::make_issuer_certificates(clock_, log_sources(log, "issuer_certificates"))),
      envelopes_(identity::make_envelope_authenticator(settings_.authentication, crypto_,
                                                       *issuer_certificates_, clock_)),
      authenticator_(
          identity::make_authenticator(settings_.authentication, {hashing_, *keys_, clock_})),
      tokens_(identity::make_token_broker(clock_, &crypto_)),
      delegations_(identity::make_delegation_tokens(crypto_, clock_)),
      plain_probe_(net::make_plain_probe(settings_.net.hosts, settings_.net.allow_private, clock_)),
      srv_lookup_(net::make_srv_lookup(settings_.net.dns_servers, clock_)),
      upstream_(
          upstream::make_calendar_upstream(settings_.gateway.id, *tokens_, files_, clock_,
                                           upstream_options(settings_, *plain_probe_, *srv_lookup_,
                                                            source_credentials_, *delegations_))),
      fetch_(pipeline::make_cached_fetch(
          cache_, *upstream_, snapshots_, clock_, settings_.net.upstream_timeout, {},
          [this](std::exception_ptr exception) { log_.exception("fetch_exception", exception); })),
      availability_(settings_.gateway.id, *fetch_),
      sessions_(
          [this](std::exception_ptr exception) { log_.exception("session_exception", exception); }),
      background_([this](std::exception_ptr exception) {
        log_.exception("background_exception", exception);
      }) {
  const std::size_t count = worker_count(settings_.gateway);
  workers_.reserve(count);
  services_.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    workers_.push_back(
        std::make_unique<Worker>(client_tls_, client_settings(settings_.net), clock_));
    Worker& worker = *workers_.back();
    services_.push_back({settings_, snapshots_, *authenticator_, availability_, health_, log_,
                         clock_, worker.http(), worker.sessions(), anonymous_questions_,
                         *envelopes_});
  }
}

model::Status GatewayApp::open_administration() {
  auto http = [this](asio::any_io_executor executor) {
    return net::make_https_client(std::move(executor), client_tls_, client_settings(settings_.net),
                                  clock_);
  };
  auto opened = Administration::open({settings_, snapshots_, *authenticator_, *upstream_, *tokens_,
                                      health_, log_, clock_, std::move(http),
                                      [this] { return server_tls_->current(); }});
  if (!opened) return opened.error();
  administration_ = std::move(*opened);
  return {};
}

model::Status GatewayApp::listen() {
  const config::ListenerSettings& listener = settings_.listener;
  std::vector<asio::io_context*> contexts;
  for (const auto& worker : workers_) contexts.push_back(&worker->context());
  auto session = [this](asio::ip::tcp::socket socket, std::size_t worker) {
    return serve(std::move(socket), worker);
  };
  auto opened = front::Listener::open({listener.address, listener.port, listener.connections_max},
                                      contexts, sessions_, std::move(session));
  if (!opened) return opened.error();
  listener_ = std::move(*opened);
  const model::Status told = listener_->write_port(listener.port_file);
  if (!told || !settings_.redirector.enabled) return told;
  return listen_for_redirects(std::move(contexts));
}

model::Status GatewayApp::listen_for_redirects(std::vector<asio::io_context*> contexts) {
  const config::RedirectorSettings& redirector = settings_.redirector;
  auto session = [this](asio::ip::tcp::socket socket, std::size_t) {
    return front::serve_redirector(std::move(socket), settings_.listener.public_url, clock_);
  };
  auto opened =
      front::Listener::open({redirector.address, redirector.port, front::kRedirectorConnectionsMax},
                            std::move(contexts), sessions_, std::move(session));
  if (!opened) return opened.error();
  redirector_ = std::move(*opened);
  return redirector_->write_port(redirector.port_file);
}

asio::awaitable<void> GatewayApp::serve(asio::ip::tcp::socket socket, std::size_t worker) {
  auto connection = net::make_server_connection(std::move(socket), server_tls_->current(),
                                                server_limits(settings_.listener), clock_);
  return front::serve(std::move(connection), services_[worker]);
}

void GatewayApp::run() {
  std::vector<std::thread> threads;
  for (const auto& worker : workers_) {
    threads.emplace_back([&worker] { worker->run(); });
  }
  start_key_refresh();
  if (administration_) administration_->start();
  listener_->start();
  if (redirector_) redirector_->start();
  health_.set_ready(true);
  log_.event(
      ops::Level::info, "ready",
      {{"address", std::string_view(settings_.listener.address)},
       {"port", std::int64_t{listener_->port()}},
       {"threads", static_cast<std::int64_t>(workers_.size())},
       {"tenants", static_cast<std::int64_t>(snapshots_.current()->federation().tenants.size())}});
  wait_for_signals();
  control_.run();  // until stop() has been asked for
  stop();
  for (std::thread& thread : threads) thread.join();
  log_.event(ops::Level::info, "stopped",
             {{"log_records_dropped", static_cast<std::int64_t>(log_.dropped_records())}});
}

void GatewayApp::start_key_refresh() {
  Worker& worker = *workers_.front();
  background_.spawn(worker.context().get_executor(),
                    identity::KeyRefresh::run(&snapshots_, keys_.get(), issuer_certificates_.get(),
                                              &worker.http(), &clock_));
}

void GatewayApp::wait_for_signals() {
  signals_.async_wait([this](const boost::system::error_code& failed, int signal) {
    if (failed || signal != SIGHUP) return;
    reload_certificate();
    reload();
    wait_for_signals();
  });
}

// By itself: a renewed certificate counts whatever a mistake in another file is.
void GatewayApp::reload_certificate() {
  const model::Status reloaded = server_tls_->reload();
  if (reloaded) {
    log_.event(ops::Level::info, "certificate_reloaded",
               {{"file", std::string_view(settings_.listener.certificate_file)}});
  } else {
    log_refused_reload(log_, reloaded.error().detail());
  }
}

void GatewayApp::reload() {
  if (administration_) {
    reload_administration();
    return;
  }
  const std::uint64_t generation = snapshots_.current()->generation() + 1;
  auto loaded = load_configuration(settings_file_, generation);
  if (!loaded.value) {
    log_refused_reload(log_, loaded.problems);
    return;
  }
  snapshots_.publish(std::move(loaded.value->snapshot));
  log_reload(log_, generation);
}

// The federation objects are the registry's. What is left to read again is who may change them,
// the cloud catalogue, and the files that the objects name.
void GatewayApp::reload_administration() {
  log_refused_reload(log_, administration_->reload_accounts());
  const auto settings = config::load_settings(settings_file_);
  if (!settings.value) {
    log_refused_reload(log_, settings.problems);
    return;
  }
  auto clouds = load_clouds(*settings.value);
  if (!clouds.value) {
    log_refused_reload(log_, clouds.problems);
    return;
  }
  administration_->reload_registry(std::move(*clouds.value));
}

// Until every worker has done what was posted to it.
void GatewayApp::wait_for_workers() {
  for (const auto& worker : workers_) asio::post(worker->context(), asio::use_future).wait();
}

// Not ready, no new connections, sessions finish, flights end, loops run out.
void GatewayApp::stop() {
  health_.set_ready(false);
  if (administration_) administration_->stop(kStopGrace);
  listener_->stop();
  if (redirector_) redirector_->stop();
  wait_for_workers();  // acceptors are closed, what waited in their queue is handed over
  wait_for_workers();  // and taken over
  for (const auto& worker : workers_) {
    asio::post(worker->context(), [&worker] { worker->sessions().finish_soon(); });
  }
  sessions_.close();
  auto finished = asio::co_spawn(workers_.front()->context(), sessions_.wait(), asio::use_future);
  if (finished.wait_for(kStopGrace) != std::future_status::ready) {
    log_.event(ops::Level::warning, "stop_cut_off",
               {{"sessions", static_cast<std::int64_t>(sessions_.running())}});
    sessions_.cancel();
  }
  finished.wait();
  background_.close();
  background_.cancel();
  asio::co_spawn(workers_.front()->context(), background_.wait(), asio::use_future).wait();
  asio::co_spawn(workers_.front()->context(), fetch_->drain(), asio::use_future).wait();
  for (const auto& worker : workers_) worker->finish();
  for (const auto& worker : workers_) worker->context().stop();
}

int refuse_start(const model::Error& error) {
  std::fprintf(stderr, "freebusyd cannot start: %s\n", error.detail().c_str());
  return kExitFailed;
}

}  // namespace

int run_gateway(Configuration configuration, std::filesystem::path settings_file) {
  const config::Settings& settings = configuration.settings;
  auto log = ops::Log::open(settings.log);
  if (!log) return refuse_start(log.error());
  auto server_tls = ListenerTls::load(settings);
  if (!server_tls) return refuse_start(server_tls.error());
  auto client_tls = net::ClientTlsContext::load(settings.net.ca_file);
  if (!client_tls) return refuse_start(client_tls.error());

  GatewayApp app(std::move(configuration), std::move(settings_file), **log, std::move(*server_tls),
                 std::move(*client_tls));
  const model::Status administered = app.open_administration();
  if (!administered) return refuse_start(administered.error());
  const model::Status listening = app.listen();
  if (!listening) return refuse_start(listening.error());
  app.run();
  return kExitOk;
}

}  // namespace fb::app
