// The JSON protocol as AWS's own client speaks it, over HTTP.
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  AssociateSoftwareTokenCommand,
  ChangePasswordCommand,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SetUserMFAPreferenceCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CreateUserPoolClientInput, CreateUserPoolInput, UserPoolDetail } from '@/lib/contract/user-pool';
import type { Ctx } from '@/lib/control/context';
import { createWorld, type World } from '@/lib/control/testing/world';
import { createUserPoolClient, revealUserPoolClientSecret } from '@/lib/control/user-pool/clients';
import { getPoolJwks } from '@/lib/control/user-pool/discovery';
import { createUserPoolGroup } from '@/lib/control/user-pool/groups';
import { createUserPool, rotateUserPoolKeys } from '@/lib/control/user-pool/pools';
import {
  createUserPoolUser,
  resetUserPoolUserPassword,
  revealUserPoolCodes,
  setUserPoolGroupMember,
  setUserPoolUserEnabled,
  setUserPoolUserPassword,
} from '@/lib/control/user-pool/users';
import { describeEachDatabase, type TestDatabase } from '@/lib/store/testing/databases';
import { answerIdp } from './answer-idp';

const PASSWORD = 'Str0ng-enough';
const OTHER = 'An0ther-password';

describeEachDatabase('cognito-idp', (open) => {
  let store: TestDatabase;
  let world: World;
  let server: Server;
  let idp: CognitoIdentityProviderClient;
  let ctx: Ctx;
  let pool: UserPoolDetail;
  /** Added to the clock: nobody waits for real. */
  let laterMs = 0;
  let address = 0;

  beforeAll(async () => {
    store = await open();
    server = createServer(async (request, response) => {
      const answer = await answerIdp(
        ctx,
        new Request(`http://localhost${request.url}`, {
          method: 'POST',
          headers: { ...(request.headers as Record<string, string>), 'x-forwarded-for': `10.0.0.${address}` },
          body: await text(request),
        }),
      );
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    idp = new CognitoIdentityProviderClient({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cognito-idp`,
      credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' },
      maxAttempts: 1,
    });
  });
  afterAll(() => {
    idp.destroy();
    server.close();
  });
  beforeEach(async () => {
    world = await createWorld(store);
    laterMs = 0;
    address += 1;
    let ticks = 0;
    const startedAt = Date.now();
    const clock = {
      now: () => {
        ticks += 1;
        return new Date(startedAt + ticks + laterMs);
      },
    };
    world = { ...world, owner: { ...world.owner, clock } };
    ctx = { ...world.nobody, clock };
  });

  const given = async (fields: Partial<CreateUserPoolInput> = {}, client: Partial<CreateUserPoolClientInput> = {}) => {
    pool = await createUserPool(world.owner, { name: 'Customers', ...fields });
    const made = await createUserPoolClient(world.owner, { userPoolId: pool.id, name: 'app', ...client });
    return made.id;
  };
  const givenUser = async (username = 'kim', attributes: Record<string, string> = {}) => {
    const ref = { userPoolId: pool.id, username };
    const made = await createUserPoolUser(world.owner, { ...ref, attributes });
    await setUserPoolUserPassword(world.owner, { ...ref, password: PASSWORD, permanent: true });
    return made.sub;
  };
  const signIn = (ClientId: string, PASSWORD_ = PASSWORD, USERNAME = 'kim', more: Record<string, string> = {}) =>
    idp.send(
      new InitiateAuthCommand({
        ...{ AuthFlow: 'USER_PASSWORD_AUTH', ClientId },
        AuthParameters: { USERNAME, PASSWORD: PASSWORD_, ...more },
      }),
    );
  const refresh = (ClientId: string, REFRESH_TOKEN: string) =>
    idp.send(new InitiateAuthCommand({ AuthFlow: 'REFRESH_TOKEN_AUTH', ClientId, AuthParameters: { REFRESH_TOKEN } }));
  const respond = (
    ClientId: string,
    ChallengeName: 'NEW_PASSWORD_REQUIRED' | 'SOFTWARE_TOKEN_MFA' | 'MFA_SETUP',
    Session: string | undefined,
    responses: Record<string, string>,
  ) =>
    idp.send(
      new RespondToAuthChallengeCommand({
        ...{ ClientId, ChallengeName, Session },
        ChallengeResponses: { USERNAME: 'kim', ...responses },
      }),
    );
  const codeOf = async (username: string, purpose: string) => {
    const codes = await revealUserPoolCodes(world.owner, { userPoolId: pool.id, username });
    return codes.find((one) => one.purpose === purpose)?.code ?? '';
  };
  const totpOf = (secret = '') =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: ctx.clock.now().getTime() });
  const refused = (name: string, message?: string) => ({ name, ...(message === undefined ? {} : { message }) });
  const wrong = refused('NotAuthorizedException', 'Incorrect username or password.');

  describe('signing in', () => {
    it('gives tokens with Cognito’s claims, signed by the pool’s current key', async () => {
      const client = await given();
      const sub = await givenUser('kim', { email: 'kim@example.test', email_verified: 'true', name: 'Kim' });
      await createUserPoolGroup(world.owner, { userPoolId: pool.id, name: 'staff', precedence: 2 });
      await createUserPoolGroup(world.owner, { userPoolId: pool.id, name: 'admins', precedence: 1 });
      for (const groupName of ['staff', 'admins']) {
        await setUserPoolGroupMember(world.owner, { userPoolId: pool.id, username: 'kim', groupName, member: true });
      }
      const { AuthenticationResult: tokens } = await signIn(client);
      expect(tokens).toMatchObject({ ExpiresIn: 3600, TokenType: 'Bearer' });
      const keys = createLocalJWKSet(await getPoolJwks(ctx, { userPoolId: pool.id }));
      const options = { issuer: pool.issuer, algorithms: ['RS256'], currentDate: ctx.clock.now() };
      const access = (await jwtVerify(tokens?.AccessToken ?? '', keys, options)).payload;
      const id = (await jwtVerify(tokens?.IdToken ?? '', keys, { ...options, audience: client })).payload;
      expect(access).toMatchObject({
        ...{ sub, token_use: 'access', client_id: client, username: 'kim', scope: 'aws.cognito.signin.user.admin' },
        'cognito:groups': ['admins', 'staff'],
      });
      expect(id).toMatchObject({
        ...{ sub, token_use: 'id', 'cognito:username': 'kim', email: 'kim@example.test', email_verified: true },
        ...{ name: 'Kim', 'cognito:groups': ['admins', 'staff'], origin_jti: access.origin_jti },
      });
      for (const claim of ['iat', 'exp', 'auth_time']) expect(access[claim], claim).toBeTypeOf('number');
      for (const claim of ['jti', 'event_id', 'origin_jti']) expect(access[claim], claim).toMatch(/^[0-9a-f-]{36}$/);
      const current = pool.keys.find(({ status }) => status === 'CURRENT');
      expect(decodeProtectedHeader(tokens?.AccessToken ?? '')).toEqual({ alg: 'RS256', kid: current?.kid });
    });

    it('is refused with the same words for a wrong password and for nobody', async () => {
      const client = await given();
      await givenUser();
      await expect(signIn(client, 'wrong')).rejects.toMatchObject(wrong);
      await expect(signIn(client, PASSWORD, 'nobody')).rejects.toMatchObject(wrong);
    });

    it('is refused for long after many wrong passwords, also with the right one', async () => {
      const client = await given();
      await givenUser();
      for (let i = 0; i < 5; i += 1) await expect(signIn(client, 'wrong')).rejects.toMatchObject(wrong);
      const blocked = refused('NotAuthorizedException', 'Password attempts exceeded');
      await expect(signIn(client)).rejects.toMatchObject(blocked);
      laterMs = 3_600_000;
      await expect(signIn(client)).resolves.toHaveProperty('AuthenticationResult');
    });

    it.each([
      ['disabled', 'NotAuthorizedException', 'User is disabled.'],
      ['to be reset', 'PasswordResetRequiredException', 'Password reset required for the user'],
    ])('of who is %s is refused by name', async (state, type, message) => {
      const client = await given();
      await givenUser();
      const ref = { userPoolId: pool.id, username: 'kim' };
      if (state === 'disabled') await setUserPoolUserEnabled(world.owner, { ...ref, enabled: false });
      else await resetUserPoolUserPassword(world.owner, ref);
      await expect(signIn(client)).rejects.toMatchObject(refused(type, message));
    });

    it('asks who has a temporary password for another one', async () => {
      const client = await given();
      const made = await createUserPoolUser(world.owner, { userPoolId: pool.id, username: 'kim' });
      const first = await signIn(client, made.temporaryPassword);
      expect(first.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
      const answer = (NEW_PASSWORD: string) =>
        respond(client, 'NEW_PASSWORD_REQUIRED', first.Session, { NEW_PASSWORD, 'userAttributes.name': 'Kim' });
      await expect(answer('weak')).rejects.toMatchObject(refused('InvalidPasswordException'));
      const { AuthenticationResult } = await answer(PASSWORD);
      expect(decodeJwt(AuthenticationResult?.IdToken ?? '').name).toBe('Kim');
      // The session was for the temporary password.
      await expect(answer(OTHER)).rejects.toMatchObject(refused('NotAuthorizedException'));
      await expect(signIn(client)).resolves.toHaveProperty('AuthenticationResult');
    });

    it('ends when a temporary password has become too old', async () => {
      const client = await given();
      const made = await createUserPoolUser(world.owner, { userPoolId: pool.id, username: 'kim' });
      laterMs = 8 * 86_400_000;
      await expect(signIn(client, made.temporaryPassword)).rejects.toMatchObject(
        refused('NotAuthorizedException', 'Temporary password has expired and must be reset by an administrator.'),
      );
    });

    it('needs the flow, and SECRET_HASH where there is a secret', async () => {
      const plain = await given({}, { explicitAuthFlows: [] });
      await givenUser();
      await expect(signIn(plain)).rejects.toMatchObject(
        refused('InvalidParameterException', 'USER_PASSWORD_AUTH flow not enabled for this client'),
      );
      const { id } = await createUserPoolClient(world.owner, {
        ...{ userPoolId: pool.id, name: 'web', generateSecret: true },
      });
      await expect(signIn(id)).rejects.toMatchObject(
        refused('NotAuthorizedException', `Client ${id} is configured with secret but SECRET_HASH was not received`),
      );
      const { secret } = await revealUserPoolClientSecret(world.owner, { userPoolId: pool.id, clientId: id });
      const hash = (name: string) => createHmac('sha256', secret).update(`${name}${id}`).digest('base64');
      await expect(signIn(id, PASSWORD, 'kim', { SECRET_HASH: hash('pat') })).rejects.toMatchObject(
        refused('NotAuthorizedException', `Unable to verify secret hash for client ${id}`),
      );
      await expect(signIn(id, PASSWORD, 'kim', { SECRET_HASH: hash('kim') })).resolves.toHaveProperty(
        'AuthenticationResult',
      );
      await expect(signIn('nosuchclient')).rejects.toMatchObject(refused('ResourceNotFoundException'));
    });
  });

  describe('signing up', () => {
    const signUp = (ClientId: string, Username: string, more: object = {}) =>
      idp.send(new SignUpCommand({ ClientId, Username, Password: PASSWORD, ...more }));

    it('takes a code that is good a few times, and then no more', async () => {
      const client = await given();
      const email = [{ Name: 'email', Value: 'kim@example.test' }];
      const made = await signUp(client, 'kim', { UserAttributes: email });
      expect(made).toMatchObject({ UserConfirmed: false, CodeDeliveryDetails: { Destination: 'k***@e***' } });
      await expect(signIn(client)).rejects.toMatchObject(
        refused('UserNotConfirmedException', 'User is not confirmed.'),
      );
      const code = await codeOf('kim', 'SIGN_UP');
      const bad = code === '000000' ? '000001' : '000000';
      const confirm = (ConfirmationCode: string) =>
        idp.send(new ConfirmSignUpCommand({ ClientId: client, Username: 'kim', ConfirmationCode }));
      for (let i = 0; i < 5; i += 1) {
        await expect(confirm(bad)).rejects.toMatchObject(refused('CodeMismatchException'));
      }
      await expect(confirm(code)).rejects.toMatchObject(refused('LimitExceededException'));
      await idp.send(new ResendConfirmationCodeCommand({ ClientId: client, Username: 'kim' }));
      await confirm(await codeOf('kim', 'SIGN_UP'));
      const { AuthenticationResult } = await signIn(client);
      expect(decodeJwt(AuthenticationResult?.IdToken ?? '').email_verified).toBe(true);
    });

    it('refuses old codes', async () => {
      const client = await given();
      await signUp(client, 'kim');
      const ConfirmationCode = await codeOf('kim', 'SIGN_UP');
      laterMs = 86_400_000;
      await expect(
        idp.send(new ConfirmSignUpCommand({ ClientId: client, Username: 'kim', ConfirmationCode })),
      ).rejects.toMatchObject(refused('ExpiredCodeException'));
    });

    it('refuses names that are taken, weak passwords and attributes that are not one’s own to write', async () => {
      const client = await given({ customAttributes: [{ name: 'plan' }, { name: 'colour', selfWritable: true }] });
      await signUp(client, 'kim');
      await expect(signUp(client, 'Kim')).rejects.toMatchObject(
        refused('UsernameExistsException', 'User already exists'),
      );
      await expect(signUp(client, 'pat', { Password: 'weak' })).rejects.toMatchObject(
        refused('InvalidPasswordException', 'Password did not conform with policy: Password not long enough'),
      );
      for (const Name of ['email_verified', 'custom:plan']) {
        await expect(signUp(client, 'pat', { UserAttributes: [{ Name, Value: 'true' }] }), Name).rejects.toMatchObject(
          refused('NotAuthorizedException'),
        );
      }
      await signUp(client, 'pat', { UserAttributes: [{ Name: 'custom:colour', Value: 'red' }] });
    });

    it('is refused where the pool does not take it', async () => {
      const client = await given({ selfSignUp: false });
      await expect(signUp(client, 'kim')).rejects.toMatchObject(
        refused('NotAuthorizedException', 'SignUp is not permitted for this user pool'),
      );
    });
  });

  describe('a forgotten password', () => {
    it('is replaced with a code, and ends all sessions', async () => {
      const client = await given();
      await givenUser('kim', { email: 'kim@example.test', email_verified: 'true' });
      const { AuthenticationResult: before } = await signIn(client);
      const asked = await idp.send(new ForgotPasswordCommand({ ClientId: client, Username: 'kim' }));
      expect(asked.CodeDeliveryDetails?.Destination).toBe('k***@e***');
      const ConfirmationCode = await codeOf('kim', 'RESET');
      await idp.send(
        new ConfirmForgotPasswordCommand({ ClientId: client, Username: 'kim', ConfirmationCode, Password: OTHER }),
      );
      await expect(signIn(client)).rejects.toMatchObject(wrong);
      await expect(signIn(client, OTHER)).resolves.toHaveProperty('AuthenticationResult');
      await expect(refresh(client, before?.RefreshToken ?? '')).rejects.toMatchObject(
        refused('NotAuthorizedException', 'Refresh Token has been revoked'),
      );
      await expect(idp.send(new GetUserCommand({ AccessToken: before?.AccessToken }))).rejects.toMatchObject(
        refused('NotAuthorizedException', 'Access Token has been revoked'),
      );
    });

    it('tells nothing of who there is', async () => {
      const client = await given();
      const asked = await idp.send(new ForgotPasswordCommand({ ClientId: client, Username: 'nobody' }));
      expect(asked.CodeDeliveryDetails?.Destination).toMatch(/^[a-z]\*\*\*@[a-z]\*\*\*$/);
      await expect(
        idp.send(
          new ConfirmForgotPasswordCommand({
            ...{ ClientId: client, Username: 'nobody', ConfirmationCode: '123456', Password: OTHER },
          }),
        ),
      ).rejects.toMatchObject(refused('ExpiredCodeException'));
    });

    it('can’t be asked for again and again', async () => {
      const client = await given();
      const ask = () => idp.send(new ForgotPasswordCommand({ ClientId: client, Username: 'nobody' }));
      for (let i = 0; i < 5; i += 1) await ask();
      await expect(ask()).rejects.toMatchObject(refused('LimitExceededException'));
    });
  });

  describe('refreshing', () => {
    it('gives new tokens of the same session; revoking ends it', async () => {
      const client = await given();
      await givenUser();
      const { AuthenticationResult: first } = await signIn(client);
      const token = first?.RefreshToken ?? '';
      await rotateUserPoolKeys(world.owner, { userPoolId: pool.id });
      const { AuthenticationResult: second } = await refresh(client, token);
      expect(second?.RefreshToken).toBeUndefined();
      expect(decodeJwt(second?.AccessToken ?? '').origin_jti).toBe(decodeJwt(first?.AccessToken ?? '').origin_jti);
      // The key that signed the first is retired, and still known.
      await idp.send(new GetUserCommand({ AccessToken: first?.AccessToken }));
      await idp.send(new RevokeTokenCommand({ ClientId: client, Token: token }));
      await expect(refresh(client, token)).rejects.toMatchObject(refused('NotAuthorizedException'));
      await expect(refresh(client, 'made-up')).rejects.toMatchObject(
        refused('NotAuthorizedException', 'Invalid Refresh Token'),
      );
    });

    it('with rotation: a token that comes twice ends the whole family', async () => {
      const client = await given({}, { refreshTokenRotation: true, explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] });
      await givenUser();
      const next = async (RefreshToken: string | undefined) =>
        (await idp.send(new GetTokensFromRefreshTokenCommand({ ClientId: client, RefreshToken }))).AuthenticationResult;
      const first = (await signIn(client)).AuthenticationResult?.RefreshToken;
      const second = (await next(first))?.RefreshToken;
      expect(second).not.toBe(first);
      const third = await next(second);
      await expect(next(first)).rejects.toMatchObject(refused('RefreshTokenReuseException'));
      await expect(next(third?.RefreshToken)).rejects.toMatchObject(refused('NotAuthorizedException'));
      await expect(idp.send(new GetUserCommand({ AccessToken: third?.AccessToken }))).rejects.toMatchObject(
        refused('NotAuthorizedException'),
      );
    });

    it('ends with the token’s time, with the user, and is another client’s never', async () => {
      const client = await given();
      await givenUser();
      const token = (await signIn(client)).AuthenticationResult?.RefreshToken ?? '';
      const other = await createUserPoolClient(world.owner, { userPoolId: pool.id, name: 'other' });
      await expect(refresh(other.id, token)).rejects.toMatchObject(refused('NotAuthorizedException'));
      laterMs = 30 * 86_400_000;
      await expect(refresh(client, token)).rejects.toMatchObject(
        refused('NotAuthorizedException', 'Refresh Token has expired'),
      );
    });
  });

  describe('an authenticator', () => {
    it('is set up at the first sign-in where the pool wants one; each code is good once', async () => {
      const client = await given({ mfaConfiguration: 'ON' });
      await givenUser();
      const first = await signIn(client);
      expect(first.ChallengeName).toBe('MFA_SETUP');
      await expect(respond(client, 'MFA_SETUP', first.Session, {})).rejects.toMatchObject(
        refused('SoftwareTokenMFANotFoundException'),
      );
      const associated = await idp.send(new AssociateSoftwareTokenCommand({ Session: first.Session }));
      const verify = (UserCode: string) =>
        idp.send(new VerifySoftwareTokenCommand({ Session: associated.Session, UserCode }));
      const right = totpOf(associated.SecretCode);
      await expect(verify(right === '000000' ? '000001' : '000000')).rejects.toMatchObject(
        refused('EnableSoftwareTokenMFAException', 'Code mismatch'),
      );
      const verified = await verify(right);
      expect(verified.Status).toBe('SUCCESS');
      const done = await respond(client, 'MFA_SETUP', verified.Session, {});
      expect(done.AuthenticationResult?.AccessToken).toBeDefined();
      // Who only has the password can't set up another one with the old session.
      await expect(idp.send(new AssociateSoftwareTokenCommand({ Session: first.Session }))).rejects.toMatchObject(
        refused('NotAuthorizedException'),
      );

      const again = await signIn(client);
      expect(again.ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
      const answer = (SOFTWARE_TOKEN_MFA_CODE: string) =>
        respond(client, 'SOFTWARE_TOKEN_MFA', again.Session, { SOFTWARE_TOKEN_MFA_CODE });
      await expect(answer(right)).rejects.toMatchObject(refused('ExpiredCodeException'));
      laterMs = 60_000;
      await expect(answer('000000')).rejects.toMatchObject(refused('CodeMismatchException'));
      const tokens = await answer(totpOf(associated.SecretCode));
      expect(tokens.AuthenticationResult?.IdToken).toBeDefined();
    });

    it('is the user’s own choice where the pool leaves it to them', async () => {
      const client = await given({ mfaConfiguration: 'OPTIONAL' });
      await givenUser();
      const AccessToken = (await signIn(client)).AuthenticationResult?.AccessToken;
      const prefer = () =>
        idp.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings: { Enabled: true } }));
      await expect(prefer()).rejects.toMatchObject(refused('InvalidParameterException'));
      const { SecretCode } = await idp.send(new AssociateSoftwareTokenCommand({ AccessToken }));
      await idp.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: totpOf(SecretCode) }));
      expect((await signIn(client)).AuthenticationResult).toBeDefined();
      await prefer();
      expect(await idp.send(new GetUserCommand({ AccessToken }))).toMatchObject({
        UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
      });
      expect((await signIn(client)).ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
    });

    it('can’t be skipped: sessions are sealed, of one challenge, and end after three minutes', async () => {
      const client = await given({ mfaConfiguration: 'ON' });
      await givenUser();
      const { Session } = await signIn(client);
      await expect(
        respond(client, 'SOFTWARE_TOKEN_MFA', Session, { SOFTWARE_TOKEN_MFA_CODE: '1' }),
      ).rejects.toMatchObject(refused('NotAuthorizedException'));
      await expect(respond(client, 'MFA_SETUP', `${Session}x`.replace('v1.', 'v1.A'), {})).rejects.toMatchObject(
        refused('NotAuthorizedException'),
      );
      laterMs = 180_000;
      await expect(respond(client, 'MFA_SETUP', Session, {})).rejects.toMatchObject(
        refused('NotAuthorizedException', 'Invalid session for the user, session is expired.'),
      );
    });
  });

  describe('one’s own account', () => {
    it('is read, changed and signed out of everywhere', async () => {
      const client = await given();
      const sub = await givenUser('kim', { email: 'kim@example.test', email_verified: 'true' });
      const { AuthenticationResult: tokens } = await signIn(client);
      const AccessToken = tokens?.AccessToken;
      expect(await idp.send(new GetUserCommand({ AccessToken }))).toMatchObject({
        Username: 'kim',
        UserAttributes: expect.arrayContaining([{ Name: 'sub', Value: sub }]),
      });
      const updated = await idp.send(
        new UpdateUserAttributesCommand({
          AccessToken,
          UserAttributes: [{ Name: 'email', Value: 'new@example.test' }],
        }),
      );
      expect(updated.CodeDeliveryDetailsList).toMatchObject([{ Destination: 'n***@e***' }]);
      const change = (PreviousPassword: string) =>
        idp.send(new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword: OTHER }));
      await expect(change('wrong')).rejects.toMatchObject(wrong);
      await change(PASSWORD);
      await idp.send(new GlobalSignOutCommand({ AccessToken }));
      await expect(idp.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject(
        refused('NotAuthorizedException', 'Access Token has been revoked'),
      );
    });

    it.each([
      ['an ID token', (tokens: { id: string; access: string }) => tokens.id],
      ['an unsigned one', ({ access }: { access: string }) => `${btoa('{"alg":"none"}')}.${access.split('.')[1]}.`],
      ['one that was cut', ({ access }: { access: string }) => access.slice(0, -20)],
      ['no token', () => 'x'],
    ])('is not opened by %s', async (_, make) => {
      const client = await given();
      await givenUser();
      const { AuthenticationResult } = await signIn(client);
      const { IdToken: id = '', AccessToken: access = '' } = AuthenticationResult ?? {};
      await expect(idp.send(new GetUserCommand({ AccessToken: make({ id, access }) }))).rejects.toMatchObject(
        refused('NotAuthorizedException', 'Invalid Access Token'),
      );
    });
  });

  describe('the protocol', () => {
    const post = async (target: string, body: string) => {
      const response = await answerIdp(
        ctx,
        new Request('http://localhost/cognito-idp', {
          ...{ method: 'POST', body },
          headers: { 'x-amz-target': target, 'x-forwarded-for': `10.0.1.${address}` },
        }),
      );
      return { status: response.status, type: response.headers.get('x-amzn-errortype'), body: await response.json() };
    };

    it('answers what is no request of its with an error type, and 400', async () => {
      const service = 'AWSCognitoIdentityProviderService';
      expect(await post(`${service}.AdminGetUser`, '{}')).toMatchObject({
        ...{ status: 400, type: 'UnknownOperationException:', body: { __type: 'UnknownOperationException' } },
      });
      expect(await post(`${service}.GetUser`, '{')).toMatchObject({ status: 400, type: 'SerializationException:' });
      expect(await post(`${service}.GetUser`, '[]')).toMatchObject({ type: 'InvalidParameterException:' });
      expect(await post(`${service}.GetUser`, `{"AccessToken":"${'x'.repeat(200_000)}"}`)).toMatchObject({
        type: 'SerializationException:',
      });
    });

    it('has a limit for each address', async () => {
      const answers = [];
      for (let i = 0; i < 130; i += 1) answers.push(await post('x', '{}'));
      expect(answers.some(({ type }) => type === 'TooManyRequestsException:')).toBe(true);
    });
  });
});
