// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// An authority made of other people's code: oidc-provider issues the tokens, one provider for each
// tenant at the places where Entra has its own, and jose looks once more at each client assertion
// and at each token that comes back to the Graph host. One HTTPS port; the Host header chooses.
//
// node authority.mjs CONFIG. The port goes to the port file, and what was judged to the journal,
// one JSON line each, without the assertions and tokens themselves.
import { X509Certificate, createHash, webcrypto } from 'node:crypto';
import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';

// Debian 12 has Node 18, which lacks these two.
globalThis.crypto ??= webcrypto;
URL.parse ??= (text, base) => (URL.canParse(text, base) ? new URL(text, base) : null);

const jose = await import('jose');
const { Provider } = await import('oidc-provider');

const config = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const TOKEN_PATH = '/oauth2/v2.0/token';

function note(event) {
  appendFileSync(config.journal, `${JSON.stringify(event)}\n`);
}

async function signingKey(tenant) {
  const key = await jose.exportJWK(await jose.importPKCS8(tenant.signing_key, 'RS256', {
    extractable: true,
  }));
  return { ...key, kid: `of-${tenant.tenant_id}`, alg: 'RS256', use: 'sig' };
}

function providerFor(tenant, key) {
  const resourceOf = (scope) => String(scope).replace(/\/\.default$/, '');
  const provider = new Provider(`https://${config.login_host}/${tenant.tenant_id}/v2.0`, {
    jwks: { keys: [key] },
    clients: tenant.clients.map((client) => ({
      client_id: client.client_id,
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [client.jwk] },
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    })),
    routes: { token: TOKEN_PATH },
    enabledJWA: { clientAuthSigningAlgValues: ['PS256', 'RS256'] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: (ctx) => resourceOf(ctx.oidc.params.scope),
        getResourceServerInfo: (ctx, resource) => ({
          scope: `${resource}/.default`,
          audience: resource,
          accessTokenTTL: 3600,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    extraTokenClaims: (ctx, token) => ({
      tid: tenant.tenant_id,
      azp: token.clientId,
      oid: token.clientId,
      roles: tenant.roles,
    }),
  });
  provider.on('server_error', (ctx, error) => note({ trouble: String(error.stack) }));
  provider.on('grant.error', (ctx, error) => {
    note({ refused: error.error_detail ?? error.message });
  });
  return provider;
}

// The whole body; the stream is then handed on as if nobody had read it.
async function bodyOf(request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

async function judgeAssertion(tenant, form) {
  const client = tenant.clients.find((one) => one.client_id === form.get('client_id'));
  if (!client?.certificate) return;
  const certificate = new X509Certificate(client.certificate);
  const { payload, protectedHeader } = await jose.jwtVerify(
    form.get('client_assertion'),
    certificate.publicKey,
    {
      algorithms: ['PS256', 'RS256'],
      audience: `https://${config.login_host}/${tenant.tenant_id}${TOKEN_PATH}`,
      issuer: client.client_id,
      subject: client.client_id,
      typ: 'JWT',
      maxTokenAge: '1h',
      requiredClaims: ['jti', 'nbf', 'exp'],
    },
  );
  const digest = (name) => createHash(name).update(certificate.raw).digest('base64url');
  note({
    assertion: 'verified',
    client_id: client.client_id,
    alg: protectedHeader.alg,
    x5t: protectedHeader.x5t === digest('sha1'),
    'x5t#S256': protectedHeader['x5t#S256'] === digest('sha256'),
    lifetime: payload.exp - payload.iat,
  });
}

async function signIn(tenant, request, response) {
  const prefix = `/${tenant.tenant_id}`;
  if (request.url.startsWith(prefix + TOKEN_PATH)) {
    const body = await bodyOf(request);
    try {
      await judgeAssertion(tenant, new URLSearchParams(body));
    } catch (error) {
      note({ assertion: 'refused', why: error.code ?? String(error) });
    }
    request.body = body; // oidc-provider takes a body that was read before it
  }
  request.originalUrl = request.url.replace(`${prefix}/v2.0/`, `${prefix}/`);
  request.url = request.originalUrl.slice(prefix.length);
  tenant.provider.callback()(request, response);
}

function reply(response, status, value) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}

async function graph(request, response) {
  const asked = JSON.parse(await bodyOf(request));
  const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  const tenant = config.tenants.find((one) => one.tenant_id === jose.decodeJwt(token).tid);
  try {
    const { protectedHeader } = await jose.jwtVerify(token, tenant.keys, {
      algorithms: ['RS256'],
      audience: `https://${config.graph_host}`,
      issuer: `https://${config.login_host}/${tenant.tenant_id}/v2.0`,
      typ: 'at+jwt',
    });
    note({ token: 'verified', tenant: tenant.tenant_id, typ: protectedHeader.typ });
  } catch (error) {
    note({ token: 'refused', why: error.code ?? String(error) });
    reply(response, 401, { error: { code: 'InvalidAuthenticationToken', message: 'refused' } });
    return;
  }
  const at = (clock) => ({ dateTime: `2031-05-06T${clock}.0000000`, timeZone: 'UTC' });
  const value = asked.schedules.map((scheduleId) => ({
    scheduleId,
    scheduleItems: [{ status: 'busy', start: at('09:00:00'), end: at('10:00:00') }],
  }));
  reply(response, 200, { value });
}

async function serve(request, response) {
  if (request.headers.host === config.graph_host) return graph(request, response);
  const tenant = config.tenants.find((one) => request.url.startsWith(`/${one.tenant_id}/`));
  if (request.headers.host !== config.login_host || !tenant) {
    return reply(response, 404, { error: 'nobody here' });
  }
  return signIn(tenant, request, response);
}

for (const tenant of config.tenants) {
  const key = await signingKey(tenant);
  tenant.provider = providerFor(tenant, key);
  const { kty, n, e, kid } = key;
  tenant.keys = jose.createLocalJWKSet({ keys: [{ kty, n, e, kid, alg: 'RS256', use: 'sig' }] });
}

const server = createServer(
  { cert: readFileSync(config.certificate_file), key: readFileSync(config.private_key_file) },
  (request, response) => serve(request, response).catch((error) => {
    note({ trouble: String(error.stack) });
    response.destroy();
  }),
);
server.listen(0, '127.0.0.1', () => {
  writeFileSync(`${config.port_file}.new`, String(server.address().port));
  renameSync(`${config.port_file}.new`, config.port_file);
});
process.on('SIGTERM', () => process.exit(0));
