// The certified oidc-provider as the identity provider of an organisation, on a loopback port, for one file of tests.
// Reads its set-up as JSON from standard input and writes one line when it listens. The folder that holds
// node_modules is the first argument.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { text } from "node:stream/consumers";

const require = createRequire(`${process.argv[2]}/`);
const { Provider } = await import(pathToFileURL(require.resolve("oidc-provider")));
const { issuer, port, client, people, jwks, cookieKey } = JSON.parse(await text(process.stdin));

const provider = new Provider(issuer, {
  clients: [client],
  jwks,
  cookies: { keys: [cookieKey] },
  claims: {
    openid: ["sub"],
    email: ["email", "email_verified"],
    profile: ["given_name", "family_name", "roles"],
  },
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  pkce: { required: () => true },
  findAccount: (_context, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
});

provider.listen(port, "127.0.0.1", () => console.log("listening"));
