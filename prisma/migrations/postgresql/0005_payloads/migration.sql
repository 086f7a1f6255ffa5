-- AlterTable
ALTER TABLE "RestApi" ADD COLUMN     "binaryMediaTypes" JSONB,
ADD COLUMN     "minimumCompressionSize" INTEGER;

-- AlterTable
ALTER TABLE "Integration" ADD COLUMN     "contentHandling" TEXT;

-- AlterTable
ALTER TABLE "IntegrationResponse" ADD COLUMN     "contentHandling" TEXT;
