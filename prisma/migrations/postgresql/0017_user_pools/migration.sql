-- CreateTable
CREATE TABLE "UserPool" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "signInWith" TEXT NOT NULL DEFAULT 'USERNAME',
    "selfSignUp" BOOLEAN NOT NULL DEFAULT true,
    "mfaConfiguration" TEXT NOT NULL DEFAULT 'OFF',
    "passwordPolicy" JSONB NOT NULL,
    "customAttributes" JSONB NOT NULL DEFAULT '[]',
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "UserPool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UserPoolKey" (
    "id" TEXT NOT NULL,
    "userPoolId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "publicJwk" JSONB NOT NULL,
    "privateSealed" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retiredAt" TIMESTAMP(3),

    CONSTRAINT "UserPoolKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UserPoolClient" (
    "id" TEXT NOT NULL,
    "userPoolId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "secretSealed" TEXT,
    "explicitAuthFlows" JSONB NOT NULL DEFAULT '[]',
    "allowedOAuthFlows" JSONB NOT NULL DEFAULT '[]',
    "allowedOAuthScopes" JSONB NOT NULL DEFAULT '[]',
    "callbackUrls" JSONB NOT NULL DEFAULT '[]',
    "logoutUrls" JSONB NOT NULL DEFAULT '[]',
    "accessTokenValiditySeconds" INTEGER NOT NULL,
    "idTokenValiditySeconds" INTEGER NOT NULL,
    "refreshTokenValiditySeconds" INTEGER NOT NULL,
    "refreshTokenRotation" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "UserPoolClient_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UserPoolGroup" (
    "userPoolId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "precedence" INTEGER,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "UserPoolGroup_pkey" PRIMARY KEY ("userPoolId","name")
);

-- CreateTable
CREATE TABLE "UserPoolGroupMember" (
    "userPoolId" TEXT NOT NULL,
    "groupName" TEXT NOT NULL,
    "userId" TEXT NOT NULL,

    CONSTRAINT "UserPoolGroupMember_pkey" PRIMARY KEY ("userPoolId","groupName","userId")
);

-- CreateTable
CREATE TABLE "UserPoolResourceServer" (
    "userPoolId" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scopes" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "UserPoolResourceServer_pkey" PRIMARY KEY ("userPoolId","identifier")
);

-- CreateTable
CREATE TABLE "UserPoolUser" (
    "id" TEXT NOT NULL,
    "userPoolId" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "login" TEXT NOT NULL,
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "passwordHash" TEXT,
    "passwordSetAt" TIMESTAMP(3),
    "status" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "totpSealed" TEXT,
    "totpPending" TEXT,
    "totpStep" INTEGER NOT NULL DEFAULT 0,
    "mfaEnabled" BOOLEAN NOT NULL DEFAULT false,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "UserPoolUser_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UserPoolCode" (
    "userId" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "codeHash" TEXT NOT NULL,
    "codeSealed" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "UserPoolCode_pkey" PRIMARY KEY ("userId","purpose")
);

-- CreateTable
CREATE TABLE "UserPoolSession" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "clientId" TEXT NOT NULL,
    "authTime" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "revokedAt" TIMESTAMP(3),
    "scope" TEXT NOT NULL,

    CONSTRAINT "UserPoolSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UserPoolRefreshToken" (
    "hash" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "usedAt" TIMESTAMP(3),

    CONSTRAINT "UserPoolRefreshToken_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE INDEX "UserPool_accountId_idx" ON "UserPool"("accountId");

-- CreateIndex
CREATE INDEX "UserPoolKey_userPoolId_idx" ON "UserPoolKey"("userPoolId");

-- CreateIndex
CREATE INDEX "UserPoolClient_userPoolId_idx" ON "UserPoolClient"("userPoolId");

-- CreateIndex
CREATE INDEX "UserPoolGroupMember_userId_idx" ON "UserPoolGroupMember"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "UserPoolUser_userPoolId_username_key" ON "UserPoolUser"("userPoolId", "username");

-- CreateIndex
CREATE UNIQUE INDEX "UserPoolUser_userPoolId_login_key" ON "UserPoolUser"("userPoolId", "login");

-- CreateIndex
CREATE INDEX "UserPoolSession_userId_idx" ON "UserPoolSession"("userId");

-- CreateIndex
CREATE INDEX "UserPoolSession_expiresAt_idx" ON "UserPoolSession"("expiresAt");

-- CreateIndex
CREATE INDEX "UserPoolRefreshToken_sessionId_idx" ON "UserPoolRefreshToken"("sessionId");

-- AddForeignKey
ALTER TABLE "UserPool" ADD CONSTRAINT "UserPool_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UserPoolKey" ADD CONSTRAINT "UserPoolKey_userPoolId_fkey" FOREIGN KEY ("userPoolId") REFERENCES "UserPool"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UserPoolClient" ADD CONSTRAINT "UserPoolClient_userPoolId_fkey" FOREIGN KEY ("userPoolId") REFERENCES "UserPool"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UserPoolGroup" ADD CONSTRAINT "UserPoolGroup_userPoolId_fkey" FOREIGN KEY ("userPoolId") REFERENCES "UserPool"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UserPoolGroupMember" ADD CONSTRAINT "UserPoolGroupMember_userPoolId_groupName_fkey" FOREIGN KEY ("userPoolId", "groupName") REFERENCES "UserPoolGroup"("userPoolId", "name") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UserPoolGroupMember" ADD CONSTRAINT "UserPoolGroupMember_userId_fkey" FOREIGN KEY ("userId") REFERENCES "UserPoolUser"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UserPoolResourceServer" ADD CONSTRAINT "UserPoolResourceServer_userPoolId_fkey" FOREIGN KEY ("userPoolId") REFERENCES "UserPool"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UserPoolUser" ADD CONSTRAINT "UserPoolUser_userPoolId_fkey" FOREIGN KEY ("userPoolId") REFERENCES "UserPool"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UserPoolCode" ADD CONSTRAINT "UserPoolCode_userId_fkey" FOREIGN KEY ("userId") REFERENCES "UserPoolUser"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UserPoolSession" ADD CONSTRAINT "UserPoolSession_userId_fkey" FOREIGN KEY ("userId") REFERENCES "UserPoolUser"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UserPoolRefreshToken" ADD CONSTRAINT "UserPoolRefreshToken_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "UserPoolSession"("id") ON DELETE CASCADE ON UPDATE CASCADE;
