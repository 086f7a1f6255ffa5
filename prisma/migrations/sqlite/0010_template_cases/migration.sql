-- CreateTable
CREATE TABLE "TemplateCase" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "restApiId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "resourceId" TEXT NOT NULL,
    "resourcePath" TEXT NOT NULL,
    "httpMethod" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "statusCode" TEXT,
    "templateKey" TEXT NOT NULL,
    "sample" JSONB NOT NULL,
    "expected" TEXT NOT NULL,
    "comparison" TEXT NOT NULL DEFAULT 'EXACT',
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "TemplateCase_restApiId_fkey" FOREIGN KEY ("restApiId") REFERENCES "RestApi" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "TemplateCase_restApiId_name_key" ON "TemplateCase"("restApiId", "name");
