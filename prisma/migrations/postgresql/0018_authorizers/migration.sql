-- AlterTable
ALTER TABLE "Method" ADD COLUMN     "authorizationScopes" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "authorizerId" TEXT;

-- CreateTable
CREATE TABLE "Authorizer" (
    "id" TEXT NOT NULL,
    "restApiId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "authorizerUri" TEXT,
    "authorizerCredentials" TEXT,
    "identitySource" TEXT,
    "identityValidationExpression" TEXT,
    "authorizerResultTtlInSeconds" INTEGER NOT NULL DEFAULT 300,
    "providerARNs" JSONB NOT NULL DEFAULT '[]',
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "Authorizer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Authorizer_restApiId_name_key" ON "Authorizer"("restApiId", "name");

-- CreateIndex
CREATE INDEX "Method_authorizerId_idx" ON "Method"("authorizerId");

-- AddForeignKey
ALTER TABLE "Method" ADD CONSTRAINT "Method_authorizerId_fkey" FOREIGN KEY ("authorizerId") REFERENCES "Authorizer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Authorizer" ADD CONSTRAINT "Authorizer_restApiId_fkey" FOREIGN KEY ("restApiId") REFERENCES "RestApi"("id") ON DELETE CASCADE ON UPDATE CASCADE;
