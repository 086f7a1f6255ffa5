-- CreateTable
CREATE TABLE "DomainName" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "endpointType" TEXT NOT NULL,
    "securityPolicy" TEXT NOT NULL,
    "certificate" TEXT,
    "privateKeySealed" TEXT,
    "certificateChangedAt" TIMESTAMP(3),
    "trustStore" TEXT,
    "trustStoreVersion" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "DomainName_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BasePathMapping" (
    "id" TEXT NOT NULL,
    "domainNameId" TEXT NOT NULL,
    "basePath" TEXT NOT NULL,
    "restApiId" TEXT NOT NULL,
    "stageName" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "BasePathMapping_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "DomainName_name_key" ON "DomainName"("name");

-- CreateIndex
CREATE INDEX "DomainName_accountId_idx" ON "DomainName"("accountId");

-- CreateIndex
CREATE INDEX "BasePathMapping_restApiId_idx" ON "BasePathMapping"("restApiId");

-- CreateIndex
CREATE UNIQUE INDEX "BasePathMapping_domainNameId_basePath_key" ON "BasePathMapping"("domainNameId", "basePath");

-- AddForeignKey
ALTER TABLE "DomainName" ADD CONSTRAINT "DomainName_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BasePathMapping" ADD CONSTRAINT "BasePathMapping_domainNameId_fkey" FOREIGN KEY ("domainNameId") REFERENCES "DomainName"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BasePathMapping" ADD CONSTRAINT "BasePathMapping_restApiId_fkey" FOREIGN KEY ("restApiId") REFERENCES "RestApi"("id") ON DELETE CASCADE ON UPDATE CASCADE;
